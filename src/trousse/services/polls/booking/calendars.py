"""Appointments in calendars: the organiser's agenda, and the file that whoever comes receives."""

from zoneinfo import ZoneInfo

from django.conf import settings

from trousse.agenda.operations import EventDraft, cancel_event, forget_event, put_event
from trousse.core.ical import CalendarEvent, Method, Person, calendar_file
from trousse.core.refs import Ref
from trousse.services.polls.booking.places import slot_taken_by, where_words
from trousse.services.polls.models import Participant, Poll, Slot

TITLE_LENGTH = 200


def appointment_of(row: Participant) -> Ref:
    """Return what the agenda knows an appointment by; it stays when the appointment moves."""
    return Ref("appointment", row.public_id)


def put_appointment(poll: Poll, row: Participant, slot: Slot) -> None:
    """Make the appointment an event of its organiser, and of the agent who took it.

    The organiser receives no letter for each: the page, the agenda and its feed have them all.
    """
    start, end = slot.bounds(ZoneInfo(poll.time_zone))
    draft = EventDraft(
        title=f"{row.name} – {poll.title}"[:TITLE_LENGTH],
        description=f"{settings.SITE_URL}{poll.get_absolute_url()}",
        place=where_words(poll, slot),
        start=start,
        end=end,
        zone=poll.time_zone,
        whole_day=slot.start is None,
    )
    people = [row.user] if row.user else []
    put_event(
        appointment_of(row), draft, organiser=poll.organiser, people=people, tells_organiser=False
    )


def put_appointments(poll: Poll) -> None:
    """Bring the events of all appointments up to date: words, place or organiser changed."""
    for row in poll.participants.select_related("user", "guest"):
        slot = taken_slot(poll, row)
        if slot is not None:
            put_appointment(poll, row, slot)


def drop_appointment(row: Participant) -> None:
    """Call the event of an appointment off; agents who had received it are told."""
    cancel_event(appointment_of(row), tells_organiser=False)


def forget_appointments(poll: Poll) -> None:
    """Remove the events of all appointments, with the names that they hold; nobody is told."""
    for row in poll.participants.all():
        forget_event(appointment_of(row))


def file_of(poll: Poll, row: Participant, slot: Slot, method: Method | None = None) -> bytes:
    """Return the calendar file of an appointment for whoever comes; its UID never changes."""
    start, end = slot.bounds(ZoneInfo(poll.time_zone))
    organiser = poll.organiser
    event = CalendarEvent(
        uid=f"appointment-{row.public_id}@{settings.SITE_HOST}",
        sequence=row.version,
        summary=poll.title,
        start=start,
        end=end,
        location=where_words(poll, slot),
        url=f"{settings.SITE_URL}{poll.get_absolute_url()}",
        organizer=Person(organiser.full_name, organiser.email),
        attendee=Person(row.name, row.guest.email) if row.guest and row.guest.email else None,
        stamp=row.changed_at,
        is_cancelled=method == "CANCEL",
    )
    return calendar_file(event, method=method)


def taken_slot(poll: Poll, row: Participant) -> Slot | None:
    """Return the slot that ``row`` took, or None."""
    taken = slot_taken_by(row)
    return Slot.everything.filter(poll=poll, public_id=taken).first() if taken else None
