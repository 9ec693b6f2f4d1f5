"""Who may follow what: each app registers its types of things at start-up."""

from collections.abc import Callable
from dataclasses import dataclass

from trousse.core.errors import TrousseError
from trousse.core.realtime.history import event_log
from trousse.core.realtime.types import Past, Viewer
from trousse.core.refs import Ref

Authorize = Callable[[Viewer, Ref], bool]
History = Callable[[Ref, int], Past]


@dataclass(frozen=True, slots=True)
class SubjectType:
    """How one type of things is followed; both functions are called in a thread."""

    authorize: Authorize
    history: History


_types: dict[str, SubjectType] = {}
_about_rights: set[str] = set()


def authorize_with(ref_type: str, authorize: Authorize, *, history: History = event_log) -> None:
    """Let pages follow the things of type ``ref_type``.

    ``authorize(viewer, ref)`` answers whether this person may; raising a TrousseError means no.
    ``history(ref, after)`` reads what came after a number, by default in the outbox.
    Raises ValueError when the type is already registered with another function.
    """
    known = _types.get(ref_type)
    if known is not None and known.authorize is not authorize:
        raise ValueError(f"{ref_type!r} is already followed by other rules")
    _types[ref_type] = SubjectType(authorize, history)


def recheck_on(event_type: str) -> None:
    """Let facts of this type make every follower of their subject be authorised again, at once.

    Whoever may no longer follow hears that it is over instead of the fact.
    """
    _about_rights.add(event_type)


def is_about_rights(event_type: str) -> bool:
    """Tell whether facts of this type may have taken a right from somebody."""
    return event_type in _about_rights


def may_follow(viewer: Viewer, ref: Ref) -> bool:
    """Tell whether ``viewer`` may follow ``ref``; unknown, missing and hidden look alike."""
    known = _types.get(ref.type)
    if known is None:
        return False
    try:
        return known.authorize(viewer, ref)
    except TrousseError:
        return False


def history_of(ref: Ref) -> History:
    """Return the function that reads the past of ``ref``; its type must be registered."""
    return _types[ref.type].history


def read_subject(text: str) -> Ref | None:
    """Read a subject that a client wrote, or return None when it is not one that we know."""
    try:
        ref = Ref.parse(text)
    except ValueError:
        return None
    return ref if ref.type in _types else None
