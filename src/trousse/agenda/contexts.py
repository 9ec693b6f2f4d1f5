"""What the agenda asks of the room above it: which activity is a thing in, and who is in it.

A thing inside an activity sends no calendar letter of its own: its date is the activity's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trousse.core.refs import Ref

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User


@dataclass(frozen=True, slots=True)
class People:
    """Agents and guests."""

    users: Iterable["User"] = field(default_factory=list)
    guests: Iterable["Guest"] = field(default_factory=list)


ContextOf = Callable[[Ref], Ref | None]
PeopleOf = Callable[[Ref], People]


@dataclass(slots=True)
class _Registered:
    context_of: ContextOf | None = None
    people_of: PeopleOf | None = None


_registered = _Registered()


def set_context(context_of: ContextOf, people_of: PeopleOf | None = None) -> None:
    """Say how to find the activity of a thing, and the people of an activity.

    ``people_of``: those who stay on the activity's event whoever the thing names.
    """
    _registered.context_of, _registered.people_of = context_of, people_of


def context_of(thing: Ref) -> Ref | None:
    """Return the activity that ``thing`` is in, or None."""
    return _registered.context_of(thing) if _registered.context_of else None


def people_of(context: Ref) -> People:
    """Return who is in the activity ``context``."""
    return _registered.people_of(context) if _registered.people_of else People()
