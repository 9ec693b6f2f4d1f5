"""The letters that polls send, and the calendar event inside them."""

from datetime import date
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousse.core.clock import now
from trousse.core.ical import CalendarEvent, Person, calendar_file
from trousse.core.mail import CalendarPart, Letter, queue_letter
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.ui.letters import render_body

CALENDAR_NAME = "trousse.ics"
Scheduling = Literal["REQUEST", "CANCEL"]


def queue_decisions(poll: Poll, slot: Slot, sequence: int) -> None:
    """Tell everybody with a known address which slot was chosen, with the calendar event."""
    _queue_to_everybody(poll, slot, sequence, "REQUEST", "decided")


def queue_cancellations(poll: Poll, slot: Slot, sequence: int) -> None:
    """Tell the same people that the date is off; their calendars drop the event."""
    _queue_to_everybody(poll, slot, sequence, "CANCEL", "cancelled")


def queue_personal_link(poll: Poll, guest: Participant, token: str) -> None:
    """Send a guest the link that leads back to their answers."""
    with translation.override(guest.language):
        path = reverse("polls:personal", args=[poll.public_id, token])
        context = {"poll": poll, "name": guest.name, "link": settings.SITE_URL + path}
        queue_letter(
            Letter(
                key=f"{poll.ref}/link/{guest.public_id}",
                to=guest.email,
                subject=_("Your answers: %(title)s") % {"title": poll.title},
                **render_body("polls/mail/personal_link", context)._asdict(),
                language=guest.language,
                about=poll.ref,
            )
        )


def poll_url(poll: Poll) -> str:
    """Return the absolute address of a poll's page."""
    return settings.SITE_URL + reverse("polls:detail", args=[poll.public_id])


def calendar_event(
    poll: Poll, slot: Slot, sequence: int, attendee: Person | None = None
) -> CalendarEvent:
    """Return the event of a decided poll; its UID never changes."""
    start, end = slot.bounds(ZoneInfo(poll.time_zone))
    return CalendarEvent(
        uid=f"poll-{poll.public_id}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=sequence,
        summary=poll.title,
        start=start,
        end=end,
        description=poll.description,
        location=poll.place,
        url=poll_url(poll),
        organizer=Person(poll.organiser.full_name, poll.organiser.email),
        attendee=attendee,
    )


def _queue_to_everybody(
    poll: Poll, slot: Slot, sequence: int, method: Scheduling, template: str
) -> None:
    for person, language in _addressees(poll):
        event = calendar_event(poll, slot, sequence, person)
        with translation.override(language):
            queue_letter(_letter(poll, slot, event, method, template, language))


def _addressees(poll: Poll) -> list[tuple[Person, str]]:
    """Return everybody whose address is known with their language, each address once."""
    organiser = poll.organiser
    found = {organiser.email: (Person(organiser.full_name, organiser.email), organiser.language)}
    for row in poll.participants.select_related("user"):
        if row.address:
            language = row.user.language if row.user else row.language
            found.setdefault(row.address.lower(), (Person(row.name, row.address), language))
    return list(found.values())


def _letter(
    poll: Poll, slot: Slot, event: CalendarEvent, method: Scheduling, template: str, language: str
) -> Letter:
    attendee = event.attendee
    assert attendee is not None  # noqa: S101  # set by the only caller
    day = slot.day_words(today=today_in(poll))
    context = {"poll": poll, "name": attendee.name, "day": day, "hours": slot.hours_words}
    context["link"] = event.url
    subjects = {
        "REQUEST": _("%(title)s: %(day)s") % {"title": poll.title, "day": day},
        "CANCEL": _("Cancelled: %(title)s, %(day)s") % {"title": poll.title, "day": day},
    }
    return Letter(
        key=f"{poll.ref}/{template}/{event.sequence}/{attendee.email}",
        to=attendee.email,
        subject=subjects[method],
        **render_body(f"polls/mail/{template}", context)._asdict(),
        language=language,
        about=poll.ref,
        reply_to=poll.organiser.email,
        calendar=CalendarPart(calendar_file(event, method), method, CALENDAR_NAME),
    )


def count_addressees(poll: Poll) -> int:
    """Return how many people a letter to everybody reaches."""
    return len(_addressees(poll))


def today_in(poll: Poll) -> date:
    """Return today's date in the poll's zone."""
    return timezone.localdate(now(), ZoneInfo(poll.time_zone))
