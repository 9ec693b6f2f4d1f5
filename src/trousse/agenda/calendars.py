"""Events as calendar programs read them."""

from django.conf import settings

from trousse.agenda.models import Event
from trousse.core.ical import CalendarEvent, Person


def calendar_event(event: Event, attendee: Person | None = None) -> CalendarEvent:
    """Return the event as iCalendar knows it; ``attendee``: the only person it names."""
    start, end = event.bounds
    organiser = event.organiser
    return CalendarEvent(
        uid=event.uid,
        sequence=event.sequence,
        summary=event.title,
        start=start,
        end=end,
        description=event.description,
        location=event.place,
        url=settings.SITE_URL + event.get_absolute_url(),
        organizer=Person(organiser.full_name, organiser.email) if organiser else None,
        attendee=attendee,
        stamp=event.changed_at,
        is_cancelled=event.is_cancelled,
    )
