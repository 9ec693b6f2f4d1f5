"""The day of somebody on their home page: what is left of today, or of the next day with something.

The agenda knows the events, the index of things what else has a date: each is said once. Hours are
those of the reader's own clock: whoever works in La Réunion reads when to be there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trousse.agenda.queries import events_between
from trousse.core.clock import now
from trousse.core.dates import day_label, hour_label, hours_label
from trousse.kit.queries import Dated, Todo, days_of

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.agenda.models import Event

LOOKED_AHEAD = 31
"""Days after which the next event is said by the agenda only."""
SHOWN_LINES = 5
NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class DayLine:
    """Something of a day. ``hours``: on the reader's clock, « all day », or « before 17 h ».

    ``verb``: what is expected until then, or empty. ``more``: the place of an event, the kind of
    another thing. ``is_now``: it is going on.
    """

    title: str
    url: str
    hours: str
    more: str = ""
    verb: str = ""
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """``words``: the date of today. ``day``: « Today », « Tomorrow » or the date of ``lines``.

    ``more``: what that day has and is not shown. Without anything in a month, no line.
    """

    words: str
    day: str
    lines: list[DayLine]
    more: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line with its place in a day: whole days first (None), then by the hour."""

    day: date
    at: time | None
    line: DayLine

    @property
    def place(self) -> tuple[date, bool, time]:
        return self.day, self.at is not None, self.at or time.min


def today_of(
    user: "User", waiting: Iterable[Todo], *, subjects: Sequence[str] | None = None
) -> Today:
    """Return what ``user`` still has today, else their next day with something. Two queries.

    ``waiting``: what is expected of them; what is due today is of the day. ``subjects``: what
    ``sharing.access.subjects_of`` has just said; without it, two queries more.
    """
    here = timezone.localtime(now(), ZoneInfo(user.time_zone))
    today = here.date()
    end = datetime.combine(today + timedelta(days=LOOKED_AHEAD), time.min, here.tzinfo)
    events = events_between(user, here, end)
    told = {word for event in events for word in (event.about, event.source)}
    dated = [
        one for one in days_of(user, here, end, subjects=subjects) if str(one.thing.ref) not in told
    ]
    entries = [
        *(_of_event(event, here) for event in events),
        *(_of_thing(one, here) for one in dated),
        *(_of_todo(one, one.due_at, here) for one in waiting if one.due_at),
    ]
    return _first_day(today, [one for one in entries if one is not None])


def day_words(day: date, today: date) -> str:
    """Return « Today », « Tomorrow », or the date in words."""
    near = {0: _("Today"), 1: _("Tomorrow")}
    return near.get((day - today).days) or capfirst(day_label(day, today=today))


def _first_day(today: date, entries: list[_Entry]) -> Today:
    words = capfirst(day_label(today, today=today))
    entries.sort(key=lambda entry: entry.place)
    if not entries:
        return Today(words, _("Today"), [])
    day = entries[0].day
    lines = [entry.line for entry in entries if entry.day == day]
    return Today(words, day_words(day, today), lines[:SHOWN_LINES], len(lines[SHOWN_LINES:]))


def _of_event(event: "Event", here: datetime) -> _Entry:
    start, end = event.bounds
    if isinstance(start, datetime) and isinstance(end, datetime):
        return _at_hours((start, end), here, event.title, event.get_absolute_url(), event.place)
    line = DayLine(event.title, event.get_absolute_url(), hours_label(None, None), event.place)
    return _Entry(max(here.date(), start), None, line)


def _of_thing(dated: Dated, here: datetime) -> _Entry | None:
    thing, times = dated.thing, (dated.starts_at, dated.ends_at)
    if not dated.whole_day:
        return _at_hours(times, here, thing.title, thing.url, thing.kind)
    first, after = (_day_of_midnight(instant) for instant in times)
    if after <= here.date():
        return None
    line = DayLine(thing.title, thing.url, hours_label(None, None), thing.kind)
    return _Entry(max(here.date(), first), None, line)


def _day_of_midnight(instant: datetime) -> date:
    """Return the day that begins then in a zone that is not said.

    Zones are from 10 hours behind UTC to 12 ahead of it: 12 hours later UTC is within that day.
    """
    return (instant + NOON).astimezone(UTC).date()


def _of_todo(todo: Todo, due_at: datetime, here: datetime) -> _Entry | None:
    """Return what is due later today: « Answer », before 17 h."""
    due = due_at.astimezone(here.tzinfo)
    if due <= here or due.date() != here.date():
        return None
    thing, hours = todo.thing, _("before %(hour)s") % {"hour": hour_label(due.time())}
    return _Entry(due.date(), due.time(), DayLine(thing.title, thing.url, hours, verb=todo.verb))


def _at_hours(
    times: tuple[datetime, datetime], here: datetime, title: str, url: str, more: str
) -> _Entry:
    start, end = (instant.astimezone(here.tzinfo) for instant in times)
    hours = hours_label(start.time(), end.time())
    line = DayLine(title, url, hours, more, is_now=start <= here < end)
    began_today = start.date() >= here.date()
    return _Entry(max(here.date(), start.date()), start.time() if began_today else time.min, line)
