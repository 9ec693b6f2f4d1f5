"""The calendar letters: an event as it is now, to one person, in their language.

Subjects hold the date only: what people typed stands in the body, never in a subject.
"""

from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousse.accounts.current import KEY_PARAMETER
from trousse.accounts.queries import token_of_guest
from trousse.agenda.calendars import calendar_event
from trousse.agenda.models import Attendance, Event
from trousse.agenda.zones import zone_words
from trousse.core.clock import now
from trousse.core.ical import Person, calendar_file
from trousse.core.mail import CalendarPart, Letter
from trousse.ui.letters import render_body

CALENDAR_NAME = "trousse.ics"
Kind = Literal["invited", "changed", "cancelled"]


def letter_of(event: Event, row: Attendance) -> Letter | None:
    """Return what ``row`` is owed, or None: no address, or nothing was ever received."""
    is_off = row.is_removed or event.is_cancelled
    if not row.email or (is_off and row.told is None):
        return None
    kind: Kind = "cancelled" if is_off else "invited" if row.told is None else "changed"
    with translation.override(row.language):
        return _letter(event, row, kind)


def today_in(event: Event) -> date:
    """Return today's date in the event's zone."""
    return timezone.localdate(now(), ZoneInfo(event.zone))


def _letter(event: Event, row: Attendance, kind: Kind) -> Letter:
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if kind == "cancelled" else "REQUEST"
    content = calendar_file(calendar_event(event, Person(row.name, row.email)), method=method)
    return Letter(
        key=f"{event.ref}/{method}/{row.owed}/{row.public_id}",
        to=row.email,
        subject=_subject(event, kind),
        **render_body(f"agenda/mail/{kind}", _context(event, row))._asdict(),
        language=row.language,
        about=event.thing,
        reply_to=event.organiser.email if event.organiser else "",
        calendar=CalendarPart(content, method, CALENDAR_NAME),
    )


def _subject(event: Event, kind: Kind) -> str:
    when = f"{event.days_words(today_in(event))}, {event.hours_words}"
    words = {
        "invited": _("Invitation: %(when)s"),
        "changed": _("Changed: %(when)s"),
        "cancelled": _("Cancelled: %(when)s"),
    }
    return words[kind] % {"when": when}


def _context(event: Event, row: Attendance) -> dict[str, object]:
    elsewhere = row.user is not None and row.user.time_zone != event.zone
    return {
        "event": event,
        "name": row.name,
        "organiser": event.organiser.full_name if event.organiser else settings.SITE_NAME,
        "days": event.days_words(today_in(event)),
        "hours": event.hours_words,
        "zone": zone_words(event.zone) if elsewhere and not event.is_whole_day else "",
        "is_removed": row.is_removed and not event.is_cancelled,
        "is_own": row.user is not None and row.user == event.organiser,
        "link": _link(event, row),
    }


def _link(event: Event, row: Attendance) -> str:
    """Return the event's address, with the key of a guest: it opens on any device of theirs."""
    address = settings.SITE_URL + event.get_absolute_url()
    token = token_of_guest(row.guest) if row.guest else ""
    return f"{address}?{KEY_PARAMETER}={token}" if token else address
