"""Reading a calendar file that somebody brings: when they are busy, and nothing else.

The file may be hostile. Before the parser sees it, it is cut down to the few properties that
say when; titles, places, alarms and home-made time zones are dropped unread.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Component, vBroken

from trousse.agenda.queries import BusySpan, merged
from trousse.agenda.repeating import Budget, Rule, TooMuchWork, UnknownRule, days_of, read_rule
from trousse.core.errors import InvalidInput

LARGEST_FILE = 2_000_000
MOST_EVENTS, MOST_TIMES, MOST_DAYS = 5_000, 5_000, 150_000
DEEPEST, LONGEST_LINE, LONGEST_LIST = 6, 2_000, 60_000
FIRST_YEAR, LAST_YEAR = 1900, 2200

_SAYING_WHEN = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_KEPT = frozenset({*_SAYING_WHEN, "UID", "STATUS", "TRANSP"})
_LISTS = frozenset({"RDATE", "EXDATE"})
_NAME = re.compile(r"[A-Za-z0-9-]+")

Moment = date | datetime


@dataclass(frozen=True, slots=True)
class Window:
    """The time of interest, and the zone of hours that name none."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def days(self) -> tuple[date, date]:
        """Return the days of the window, with one more on each side for far zones."""
        return (self.start - timedelta(days=2)).date(), (self.end + timedelta(days=2)).date()


def read_busy(content: bytes, window: Window) -> list[BusySpan]:
    """Return when the calendar says busy within ``window``, merged, in order.

    Free (TRANSPARENT) and cancelled events count for nothing. Raises InvalidInput when the
    content is no calendar, or asks for more than a person's agenda does.
    """
    if len(content) > LARGEST_FILE:
        raise InvalidInput(_("This file is larger than 2 MB."), field="file")
    try:
        calendars = Calendar.from_ical(_essential(content), multiple=True)
    except (ValueError, KeyError, IndexError) as error:
        raise _not_a_calendar() from error
    events = [part for calendar in calendars for part in calendar.subcomponents]
    spans = merged(_clipped(_spans(events, window), window))
    if len(spans) > MOST_TIMES:
        raise TooMuchWork
    return spans


def _not_a_calendar() -> InvalidInput:
    return InvalidInput(_("This file is not a calendar (.ics) that can be read."), field="file")


def _essential(content: bytes) -> str:
    """Return the calendar with only what says when."""
    kept: list[str] = []
    stack: list[str] = []
    events = 0
    for line in _lines(content):
        name, _separator, value = line.partition(":")
        word = value.strip().upper()
        if name.upper() == "BEGIN":
            stack.append(word)
            events += word == "VEVENT"
        inside = stack in (["VCALENDAR"], ["VCALENDAR", "VEVENT"])
        if inside and _says_when(line, stack):
            kept.append(line)
        if name.upper() == "END" and (not stack or stack.pop() != word):
            raise _not_a_calendar()
        if len(stack) > DEEPEST or events > MOST_EVENTS:
            raise TooMuchWork
    if stack or not kept:
        raise _not_a_calendar()
    return "\r\n".join(kept) + "\r\n"


def _lines(content: bytes) -> list[str]:
    """Return the unfolded lines that are not empty."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    lines = [line for line in re.split(r"\r\n|\n|\r", unfolded) if line.strip()]
    if "\0" in text or not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise _not_a_calendar()
    return lines


def _says_when(line: str, stack: list[str]) -> bool:
    found = _NAME.match(line)
    name = found[0].upper() if found else ""
    if name in {"BEGIN", "END"}:
        return line[len(name) :].startswith(":")  # with parameters it would escape our count
    if stack[-1] != "VEVENT" or name not in _KEPT:
        return False
    if len(line) > (LONGEST_LIST if name in _LISTS else LONGEST_LINE):
        raise TooMuchWork
    return True


def _clipped(spans: Iterable[BusySpan], window: Window) -> Iterator[BusySpan]:
    for span in spans:
        start, end = max(span.start, window.start), min(span.end, window.end)
        if start < end:
            yield BusySpan(start, end)


def _spans(events: list[Component], window: Window) -> Iterator[BusySpan]:
    """Yield the busy spans of every event, one that replaces an occurrence taking its place."""
    replaced = {
        (str(event.get("UID", "")), _instant(moment, window.zone))
        for event in events
        if (moment := _moment(event, "RECURRENCE-ID")) is not None
    }
    budget = Budget(MOST_DAYS)
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
            continue
        yield from _spans_of(event, replaced, window, budget)


def _spans_of(
    event: Component, replaced: set[tuple[str, datetime]], window: Window, budget: Budget
) -> Iterator[BusySpan]:
    start = _moment(event, "DTSTART")
    length = _length(event, start, window.zone) if start is not None else None
    if start is None or length is None:
        return
    if _moment(event, "RECURRENCE-ID") is not None:
        yield _span(start, length, window.zone)
        return
    left_out = {_instant(moment, window.zone) for moment in _listed(event, "EXDATE")}
    uid = str(event.get("UID", ""))
    for moment in _occurrences(event, start, window, budget):
        at = _instant(moment, window.zone)
        if at not in left_out and (uid, at) not in replaced:
            yield _span(moment, length, window.zone)


def _occurrences(
    event: Component, start: Moment, window: Window, budget: Budget
) -> Iterator[Moment]:
    yield start
    yield from _listed(event, "RDATE")
    for parts in _properties(event, "RRULE"):
        try:
            rule = read_rule({name.upper(): _as_list(value) for name, value in parts.items()})
        except UnknownRule:
            continue  # the first occurrence counts; what follows is not understood
        yield from _repeated(rule, start, window, budget)


def _repeated(rule: Rule, start: Moment, window: Window, budget: Budget) -> Iterator[Moment]:
    first = start.date() if isinstance(start, datetime) else start
    for day in days_of(rule, first, window.days(), budget):
        moment = datetime.combine(day, start.timetz()) if isinstance(start, datetime) else day
        if rule.until is not None and _is_after(moment, rule.until, window.zone):
            return
        if day != first:
            yield moment


def _is_after(moment: Moment, until: Moment, zone: ZoneInfo) -> bool:
    if isinstance(moment, datetime) and isinstance(until, datetime):
        return _instant(moment, zone) > _instant(until, zone)
    day = moment.date() if isinstance(moment, datetime) else moment
    return day > (until.date() if isinstance(until, datetime) else until)


def _properties(event: Component, name: str) -> list[Any]:
    """Return the properties of that name that could be read."""
    found = event.get(name, [])
    return [one for one in _as_list(found) if not isinstance(one, vBroken)]


def _moment(event: Component, name: str) -> Moment | None:
    """Return the property as a date or an instant, or None when it is missing or mad."""
    value = next((getattr(one, "dt", None) for one in _properties(event, name)), None)
    if isinstance(value, date) and FIRST_YEAR <= value.year <= LAST_YEAR:
        return value
    return None


def _listed(event: Component, name: str) -> list[Moment]:
    """Return the dates of EXDATE or RDATE; of a period, its start."""
    lists = _properties(event, name)
    values = [getattr(one, "dt", None) for many in lists for one in getattr(many, "dts", [])]
    starts = [value[0] if isinstance(value, tuple) else value for value in values]
    return [
        moment
        for moment in starts
        if isinstance(moment, date) and FIRST_YEAR <= moment.year <= LAST_YEAR
    ]


def _length(event: Component, start: Moment, zone: ZoneInfo) -> timedelta | None:
    """Return how long the event lasts; None when it takes no time."""
    end = _moment(event, "DTEND")
    lengths = _properties(event, "DURATION")
    duration = getattr(lengths[0], "dt", None) if lengths else None
    if end is not None and isinstance(end, datetime) == isinstance(start, datetime):
        length = _instant(end, zone) - _instant(start, zone)
        if not isinstance(start, datetime):
            length = end - start
    elif isinstance(duration, timedelta):
        length = duration
    else:
        length = timedelta(days=0 if isinstance(start, datetime) else 1)
    return length if timedelta(0) < length < timedelta(days=400) else None


def _span(moment: Moment, length: timedelta, zone: ZoneInfo) -> BusySpan:
    if isinstance(moment, datetime):
        start = _instant(moment, zone)
        return BusySpan(start, start + length)
    return BusySpan(_instant(moment, zone), _instant(moment + length, zone))


def _instant(moment: Moment, zone: ZoneInfo) -> datetime:
    """Return the instant in UTC; hours without a zone, and days, are those of ``zone``."""
    at = moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(ZoneInfo("UTC"))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
