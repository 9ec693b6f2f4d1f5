"""What services say about the things that can be shared: public, filled at start-up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from trousse.core.refs import Ref
from trousse.sharing.roles import Role


@dataclass(frozen=True, slots=True)
class ThingCard:
    """A thing in a list. ``state``: its state in words; ``service``: the slug of its service.

    ``takes_comments``: whether people may comment on it now; what was written stays readable.
    """

    title: str
    url: str
    state: str | Promise = ""
    service: str = ""
    takes_comments: bool = True


Describe = Callable[[list[Ref]], dict[Ref, ThingCard]]
Forget = Callable[[Ref], None]


@dataclass(frozen=True, slots=True)
class ThingType:
    """A type of things. ``describe``: cards of those that exist, in a constant number of queries.

    ``name``: lower case, as in « this poll ». ``role_labels``: what each role that makes sense
    for the type lets people do, lowest first; the share dialog offers these only.
    """

    ref_type: str
    name: str | Promise
    describe: Describe
    role_labels: Mapping[Role, str | Promise] = field(
        default_factory=lambda: {role: role.label for role in Role}
    )


_types: dict[str, ThingType] = {}
_on_forget: list[Forget] = []
_on_change: list[Forget] = []


def register_thing(thing_type: ThingType) -> None:
    """Let things of this type be shared, commented, listed. A second call replaces the first."""
    _types[thing_type.ref_type] = thing_type


def thing_type_of(ref: Ref) -> ThingType | None:
    """Return the type of ``ref``, or None when no service registered it."""
    return _types.get(ref.type)


def thing_types() -> list[str]:
    """Return the types that services registered, in order."""
    return sorted(_types)


def describe(ref: Ref) -> ThingCard | None:
    """Return the card of ``ref``, or None when it is missing or of an unknown type."""
    return describe_all([ref]).get(ref)


def describe_all(refs: Iterable[Ref]) -> dict[Ref, ThingCard]:
    """Return the cards of those of ``refs`` that exist: one ``describe`` per type."""
    by_type: defaultdict[str, list[Ref]] = defaultdict(list)
    for ref in refs:
        by_type[ref.type].append(ref)
    cards: dict[Ref, ThingCard] = {}
    for ref_type, group in by_type.items():
        if ref_type in _types:
            cards |= _types[ref_type].describe(group)
    return cards


def on_forget(forget: Forget) -> Forget:
    """Register ``forget(ref)``, called in the transaction that deletes a thing."""
    if forget not in _on_forget:
        _on_forget.append(forget)
    return forget


def tell_forgotten(ref: Ref) -> None:
    """Let every room drop what it keeps about ``ref``."""
    for forget in _on_forget:
        forget(ref)


def on_change(change: Forget) -> Forget:
    """Register ``change(ref)``, called in the transaction that makes, changes or moves a thing.

    Told by rooms that cannot call the rooms above them.
    """
    if change not in _on_change:
        _on_change.append(change)
    return change


def tell_changed(ref: Ref) -> None:
    """Let rooms above follow what lists show of ``ref``."""
    for change in _on_change:
        change(ref)
