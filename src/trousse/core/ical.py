"""Calendar files (RFC 5545) and their scheduling methods (RFC 5546)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

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


def calendar_file(event: CalendarEvent, method: Method | None = None) -> bytes:
    """Return the text of a calendar that holds ``event``, in UTF-8 with CRLF line ends.

    ``method``: what a letter asks of the reader's calendar (RFC 5546). Without one it is a plain
    file to import, which names nobody.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    calendar.add_component(_component(event, method))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent, method: Method | None) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", now())
    component.add("dtstart", event.start)
    component.add("dtend", event.end)
    component.add("summary", event.summary)
    component.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
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
