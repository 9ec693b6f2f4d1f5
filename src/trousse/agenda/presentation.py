"""Events in the words of a page."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trousse.agenda.models import Event
from trousse.agenda.queries import agenda_days
from trousse.agenda.zones import zone_words
from trousse.core.dates import day_label

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event; ``zone``: where its hours are said when they are not those of the reader."""

    event: Event
    days: str
    hours: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class DayLines:
    """A day in words and its events."""

    day: date
    words: str
    is_today: bool
    lines: list[EventLine]


def event_lines(events: list[Event], today: date, reader_zone: str = "") -> list[EventLine]:
    """Return events in words; hours are said in the zone of each event."""
    return [
        EventLine(
            event,
            event.days_words(today),
            event.hours_words,
            zone_words(event.zone) if _is_foreign(event, reader_zone) else "",
        )
        for event in events
    ]


def _is_foreign(event: Event, reader_zone: str) -> bool:
    return bool(reader_zone) and not event.is_whole_day and event.zone != reader_zone


def shown_days(user: "User", first: date, days: int, today: date) -> list[DayLines]:
    """Return the days of ``user`` that have events, from ``first`` on."""
    return [
        DayLines(
            day=found.day,
            words=day_label(found.day, today=today),
            is_today=found.day == today,
            lines=event_lines(found.events, today, user.time_zone),
        )
        for found in agenda_days(user, first, days)
    ]
