"""Who comes when, for the organiser alone: on paper, as a table, as a calendar file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousse.core.ical import CalendarEvent, calendar_feed
from trousse.services.polls.booking.places import Booking, Place, where_words
from trousse.services.polls.exporting import Table
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Participant, Question


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line on paper: when, who, and their replies in the order of the questions."""

    hours: str
    name: str
    replies: list[str]


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """The lines of one day."""

    words: str
    lines: list[PrintedLine]


def printed_days(booking: Booking, questions: Sequence[Question]) -> list[PrintedDay]:
    """Return the list of who comes when; a free time has a line to write on, a blocked one none."""
    today = today_in(booking.poll)
    days = []
    for _day, group in groupby(booking.places, key=lambda place: place.slot.day):
        places = list(group)
        lines = [line for place in places for line in _lines(place, questions)]
        if lines:
            days.append(PrintedDay(places[0].slot.day_words(today), lines))
    return days


def appointments_table(booking: Booking, questions: Sequence[Question]) -> Table:
    """Return a line of heads, then one a person, then those who wait."""
    hours = [pgettext("hour", "From"), pgettext("hour", "To")]
    heads = [_("Day"), *hours, _("Place"), _("Name"), _("E-mail address")]
    table = [[*heads, *(one.text for one in questions)]]
    table += [
        [*_cells(booking, place), *_person(row), *_replies(row, questions)]
        for place in booking.places
        for row in place.rows
    ]
    waits = ["", "", "", _("waiting list")]
    table += [[*waits, *_person(row), *_replies(row, questions)] for row in booking.waiting]
    return table


def appointments_calendar(booking: Booking) -> bytes:
    """Return a calendar file of the appointments that are taken, each with its name."""
    poll, zone = booking.poll, ZoneInfo(booking.poll.time_zone)
    url = f"{settings.SITE_URL}{poll.get_absolute_url()}"
    events = []
    for place in booking.places:
        start, end = place.slot.bounds(zone)
        events += [
            CalendarEvent(
                f"appointment-{row.public_id}@{settings.SITE_HOST}",
                row.version,
                f"{row.name} – {poll.title}",
                start,
                end,
                location=where_words(poll, place.slot),
                url=url,
                stamp=row.changed_at,
            )
            for row in place.rows
        ]
    return calendar_feed(events, poll.title, timedelta(days=1))


def _lines(place: Place, questions: Sequence[Question]) -> Iterable[PrintedLine]:
    names = [(row.name, _replies(row, questions)) for row in place.rows]
    if not names and place.is_blocked:
        return []
    names = names or [("", [""] * len(questions))]
    return [
        PrintedLine(place.slot.hours_words if index == 0 else "", name, replies)
        for index, (name, replies) in enumerate(names)
    ]


def _cells(booking: Booking, place: Place) -> list[str]:
    slot = place.slot
    hours = [f"{hour:%H:%M}" if hour else "" for hour in (slot.start, slot.end)]
    return [f"{slot.day}", *hours, where_words(booking.poll, slot)]


def _person(row: Participant) -> list[str]:
    address = row.guest.email if row.guest else row.user.email if row.user else ""
    return [row.name, address]


def _replies(row: Participant, questions: Sequence[Question]) -> list[str]:
    return [str(row.replies.get(one.public_id, "")) for one in questions]
