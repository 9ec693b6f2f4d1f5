"""The day of somebody on their home page: today's events, or those of the next day that has some.

Hours are those of the reader's own clock: whoever works in La Réunion reads when to be there.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trousse.agenda.queries import events_between
from trousse.core.clock import now
from trousse.core.dates import day_label, hours_label

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.agenda.models import Event

LOOKED_AHEAD = 31
"""Days after which the next event is said by the agenda only."""
SHOWN_EVENTS = 5


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event. ``hours``: on the reader's clock, or « all day ». ``is_now``: it is going on."""

    title: str
    url: str
    hours: str
    place: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Today:
    """``words``: the date of today. ``day``: « Today », « Tomorrow » or the date of ``lines``.

    ``more``: events of that day that are not shown. Without any event in a month, no line.
    """

    words: str
    day: str
    lines: list[EventLine]
    more: int = 0


def today_of(user: "User") -> Today:
    """Return what ``user`` still has today, else their next day with events. One query."""
    zone = ZoneInfo(user.time_zone)
    here = timezone.localtime(now(), zone)
    today = here.date()
    end = datetime.combine(today + timedelta(days=LOOKED_AHEAD), time.min, zone)
    events = events_between(user, here, end)
    words = capfirst(day_label(today, today=today))
    if not events:
        return Today(words, _("Today"), [])
    day = max(today, _first_day(events[0], zone))
    shown = [event for event in events if _first_day(event, zone) <= day]
    lines = [_line(event, zone, here) for event in shown[:SHOWN_EVENTS]]
    return Today(words, day_words(day, today), lines, len(shown) - len(lines))


def day_words(day: date, today: date) -> str:
    """Return « Today », « Tomorrow », or the date in words."""
    near = {0: _("Today"), 1: _("Tomorrow")}
    return near.get((day - today).days) or capfirst(day_label(day, today=today))


def _first_day(event: "Event", zone: ZoneInfo) -> date:
    start, _end = event.bounds
    return start.astimezone(zone).date() if isinstance(start, datetime) else start


def _line(event: "Event", zone: ZoneInfo, here: datetime) -> EventLine:
    start, end = event.bounds
    hours, is_now = hours_label(None, None), False
    if isinstance(start, datetime) and isinstance(end, datetime):
        hours = hours_label(start.astimezone(zone).time(), end.astimezone(zone).time())
        is_now = start <= here < end
    return EventLine(event.title, event.get_absolute_url(), hours, event.place, is_now)
