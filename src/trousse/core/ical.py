"""Calendar files (RFC 5545) and their scheduling methods (RFC 5546)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from trousse.core.clock import now

Method = Literal["REQUEST", "CANCEL"]
PRODUCT = "-//Trousse//Trousse 0.1//FR"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in an event."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event of one calendar.

    ``start``, ``end``: both dates (whole days, ``end`` excluded) or both aware datetimes whose
    zone is a named one; ``sequence`` grows with each change that people are told about.
    ``stamp``: when it last changed, now by default.
    """

    uid: str
    sequence: int
    summary: str
    start: date | datetime
    end: date | datetime
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: Person | None = None
    attendee: Person | None = None
    stamp: datetime | None = None
    is_cancelled: bool = False


def calendar_file(*events: CalendarEvent, method: Method | None = None) -> bytes:
    """Return the text of a calendar that holds ``events``, in UTF-8 with CRLF line ends.

    ``method``: what a letter asks of the reader's calendar (RFC 5546). Without one it is a plain
    file to import, which names nobody.
    """
    calendar = _empty_calendar()
    if method:
        calendar.add("method", method)
    for event in events:
        calendar.add_component(_component(event, method))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def calendar_feed(events: Iterable[CalendarEvent], name: str, refresh: timedelta) -> bytes:
    """Return a calendar to subscribe to, which names nobody.

    ``name``: what the reader's program shows. ``refresh``: how often it should look (RFC 7986
    §5.7, and the older property that Outlook reads).
    """
    calendar = _empty_calendar()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", refresh, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    for event in events:
        calendar.add_component(_component(event, None))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _empty_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _component(event: CalendarEvent, method: Method | None) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.stamp or now())
    component.add("dtstart", event.start)
    component.add("dtend", event.end)
    component.add("summary", event.summary)
    is_off = event.is_cancelled or method == "CANCEL"
    component.add("status", "CANCELLED" if is_off else "CONFIRMED")
    component.add("transp", "OPAQUE" if isinstance(event.start, datetime) else "TRANSPARENT")
    for name in ("description", "location", "url"):
        if value := getattr(event, name):
            component.add(name, value)
    if method and event.organizer:
        component["organizer"] = _address(event.organizer)
    if method and event.attendee:
        component["attendee"] = _attendee(event.attendee)
    return component


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["cn"] = vText(person.name)
    return address


def _attendee(person: Person) -> vCalAddress:
    address = _address(person)
    address.params["role"] = vText("REQ-PARTICIPANT")
    address.params["partstat"] = vText("NEEDS-ACTION")
    address.params["rsvp"] = vText("FALSE")
    return address


def whole_day_end(day: date) -> date:
    """Return the exclusive end of a one-day event (RFC 5545 §3.6.1)."""
    return day + timedelta(days=1)
