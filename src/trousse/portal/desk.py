"""What stands on somebody's home page: what waits for them, what they did last, their day."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trousse.kit.queries import Recent, Todo, recents_of, todo_of
from trousse.library.queries import ServiceCard, desk_services
from trousse.portal.academy import AcademyNews, academy_of
from trousse.portal.days import Today, today_of
from trousse.portal.moments import ago_words, due_words
from trousse.sharing.access import subjects_of

if TYPE_CHECKING:
    from trousse.accounts.models import User

SHOWN_TODO = 6
SHOWN_RECENT = 6
SHOWN_SERVICES = 8
NO_ICON = "link"
"""Drawn for things whose service names no icon."""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One thing. ``verb``: what is expected, or empty; ``details``: in the order of reading."""

    title: str
    url: str
    icon: str
    verb: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Two short lists, nothing stands in both; the day, the académie's news, services at hand.

    ``has_more``: more waits than is shown.
    """

    todo: list[DeskLine]
    recent: list[DeskLine]
    today: Today
    academy: AcademyNews
    services: list[ServiceCard]
    has_more: bool

    @property
    def todo_count(self) -> str:
        """How many things wait: « 3 », or « 6+ »."""
        return f"{len(self.todo)}{'+' if self.has_more else ''}"


def desk_of(user: "User") -> Desk:
    """Return the desk of ``user``, in a number of queries that their things do not change."""
    zone = ZoneInfo(user.time_zone)
    subjects = subjects_of(user)
    waiting = todo_of(user, SHOWN_TODO + 1, subjects=subjects)
    known = {one.thing.ref for one in waiting}
    recents = recents_of(user, SHOWN_RECENT + len(known))
    others = [one for one in recents if one.thing.ref not in known]
    return Desk(
        todo=[_todo_line(one, zone) for one in waiting[:SHOWN_TODO]],
        recent=[_recent_line(one, zone) for one in others[:SHOWN_RECENT]],
        today=today_of(user, waiting, subjects=subjects),
        academy=academy_of(user),
        services=desk_services(user, SHOWN_SERVICES),
        has_more=len(waiting) > SHOWN_TODO,
    )


def _todo_line(todo: Todo, zone: ZoneInfo) -> DeskLine:
    thing = todo.thing
    due = [due_words(todo.due_at, zone)] if todo.due_at else []
    return DeskLine(thing.title, thing.url, thing.icon or NO_ICON, todo.verb, (*due, thing.kind))


def _recent_line(recent: Recent, zone: ZoneInfo) -> DeskLine:
    thing = recent.thing
    details = (ago_words(recent.opened_at, zone), thing.kind, thing.state)
    return DeskLine(thing.title, thing.url, thing.icon or NO_ICON, "", details)
