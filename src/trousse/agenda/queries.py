"""Reads of the agenda: somebody's events, and when people are busy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from trousse.agenda.calendars import calendar_event
from trousse.agenda.models import Attendance, BusyTime, Event
from trousse.core.ical import calendar_file
from trousse.core.prepared import Value, rows_of
from trousse.core.refs import Ref

if TYPE_CHECKING:
    from trousse.accounts.models import User

CONFIRMED = Event.Status.CONFIRMED


@dataclass(frozen=True, slots=True)
class BusySpan:
    """A stretch of time, without what fills it."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day with its events: whole days first, then by the hour."""

    day: date
    events: list[Event]


def event_of(about: Ref) -> Event | None:
    """Return the event whose date this thing set, or that of this activity, with its organiser."""
    named = Q(source=str(about)) | Q(about=str(about))
    return Event.objects.filter(named).select_related("organiser").order_by("pk").first()


def dates_of(things: Iterable[Ref]) -> dict[Ref, Event]:
    """Return the confirmed event of each of those ``things`` that has one, in one query."""
    words = {str(thing): thing for thing in things}
    events = Event.objects.filter(about__in=words, status=CONFIRMED)
    return {words[event.about]: event for event in events.order_by("-pk")}


def events_of(user: "User") -> QuerySet[Event]:
    """Return the events that ``user`` is on, cancelled ones included."""
    mine = Attendance.objects.filter(user=user, is_removed=False)
    return Event.objects.filter(pk__in=mine.values("event")).select_related("organiser")


def events_between(user: "User", start: datetime, end: datetime) -> list[Event]:
    """Return the events of ``user`` that touch the time from ``start`` to ``end`` (excluded).

    Cancelled ones are left out. Whole days count as days of the user's zone. In the order of an
    agenda: by day, whole days first.
    """
    zone = ZoneInfo(user.time_zone)
    found = touching(events_of(user), start, end, zone).exclude(status=Event.Status.CANCELLED)
    return in_order(found, zone)


def touching(
    events: QuerySet[Event], start: datetime, end: datetime, zone: ZoneInfo
) -> QuerySet[Event]:
    """Keep the events that touch that time; days are those of ``zone``."""
    first = start.astimezone(zone).date()
    last = (end.astimezone(zone) - timedelta(microseconds=1)).date()
    return events.filter(
        Q(starts_at__lt=end, ends_at__gt=start) | Q(first_day__lte=last, day_after__gt=first)
    )


def in_order(events: Iterable[Event], zone: ZoneInfo) -> list[Event]:
    """Sort events as an agenda of ``zone`` shows them."""

    def place(event: Event) -> tuple[date, bool, time, int]:
        start, _end = event.bounds
        if isinstance(start, datetime):
            there = start.astimezone(zone)
            return there.date(), True, there.time(), event.pk
        return start, False, time.min, event.pk

    return sorted(events, key=place)


def agenda_days(user: "User", first: date, days: int) -> list[AgendaDay]:
    """Return the days that have events among ``days`` days from ``first``.

    An event of several days stands on its first one, or on ``first`` when it began before.
    """
    zone = ZoneInfo(user.time_zone)
    start = datetime.combine(first, time.min, zone)
    found: dict[date, list[Event]] = {}
    for event in events_between(user, start, start + timedelta(days=days)):
        found.setdefault(max(first, day_of(event, zone)), []).append(event)
    return [AgendaDay(day, events) for day, events in sorted(found.items())]


def day_of(event: Event, zone: ZoneInfo) -> date:
    """Return the first day of ``event`` for somebody who lives in ``zone``."""
    start, _end = event.bounds
    return start.astimezone(zone).date() if isinstance(start, datetime) else start


def busy_times(
    users: Iterable["User"], start: datetime, end: datetime
) -> dict[int, list[BusySpan]]:
    """Return when each user is busy from ``start`` to ``end``, by primary key, in order.

    Overlapping times are one. It says busy, never with what: events with hours that the person
    did not decline, and the calendar they brought. Whole days leave people free, as calendar
    programs have it.
    """
    keys = [user.pk for user in users]
    mine = Attendance.objects.filter(
        user__in=keys,
        is_removed=False,
        event__status=CONFIRMED,
        event__starts_at__lt=end,
        event__ends_at__gt=start,
    ).exclude(answer=Attendance.Answer.NO)
    elsewhere = BusyTime.objects.filter(
        calendar__user__in=keys, starts_at__lt=end, ends_at__gt=start
    )
    spans: dict[int, list[BusySpan]] = {key: [] for key in keys}
    for key, begins, ends in [
        *mine.order_by("pk").values_list("user", "event__starts_at", "event__ends_at"),
        *elsewhere.values_list("calendar__user", "starts_at", "ends_at"),
    ]:
        if key and begins and ends:  # always: the filters above leave no null
            spans[key].append(BusySpan(max(begins, start), min(ends, end)))
    return {key: merged(found) for key, found in spans.items()}


def own_busy_spans(user: "User", start: datetime, end: datetime, *, besides: Ref) -> list[BusySpan]:
    """Return when ``user`` is busy between two instants, in order: for their own eyes only.

    As :func:`busy_times`, in one prepared query, and without what the thing ``besides`` holds: it
    is asked by the page of a poll for each of its visitors.
    """
    values: dict[str, Value] = {
        "user": user.pk,
        "start": start,
        "end": end,
        "besides": str(besides),
    }
    rows = rows_of("agenda.own_busy", _own_busy, values)
    return merged(BusySpan(max(begins, start), min(ends, end)) for begins, ends in rows)


def _own_busy(values: Mapping[str, Any]) -> QuerySet[Attendance, Any]:
    mine = Attendance.objects.filter(
        user=values["user"],
        is_removed=False,
        event__status=CONFIRMED,
        event__starts_at__lt=values["end"],
        event__ends_at__gt=values["start"],
    )
    mine = mine.exclude(answer=Attendance.Answer.NO).exclude(event__source=values["besides"])
    elsewhere = BusyTime.objects.filter(
        calendar__user=values["user"],
        starts_at__lt=values["end"],
        ends_at__gt=values["start"],
    )
    told = mine.order_by().values_list("event__starts_at", "event__ends_at")
    return told.union(elsewhere.order_by().values_list("starts_at", "ends_at"), all=True)


def merged(spans: Iterable[BusySpan]) -> list[BusySpan]:
    """Return the same time as separate spans in order."""
    result: list[BusySpan] = []
    for span in sorted(spans, key=lambda one: one.start):
        if result and span.start <= result[-1].end:
            result[-1] = BusySpan(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def calendar_of(*things: Ref) -> bytes | None:
    """Return the calendar file of the events of some things, which names no attendee.

    None when no event of theirs takes place.
    """
    words = [str(thing) for thing in things]
    found = Event.objects.filter(Q(source__in=words) | Q(about__in=words), status=CONFIRMED)
    events = list(found.select_related("organiser").order_by("pk"))
    if not events:
        return None
    ordered = in_order(events, ZoneInfo(events[0].zone))
    return calendar_file(*(calendar_event(event) for event in ordered))
