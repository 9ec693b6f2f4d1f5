"""What the agenda forgets by itself."""

from django.db.models import Q

from trousse.agenda.models import RETENTION, BusyCalendar, BusyTime, Event
from trousse.core.clock import now
from trousse.core.retention import delete_some


def forget_old_events() -> bool:
    """Remove some of the events whose end lies far behind."""
    limit = now() - RETENTION
    return delete_some(Event.objects.filter(Q(ends_at__lt=limit) | Q(day_after__lt=limit.date())))


def forget_past_busy_times() -> bool:
    """Remove some of the busy times that are over."""
    return delete_some(BusyTime.objects.filter(ends_at__lt=now()))


def forget_ended_calendars() -> bool:
    """Remove some of the calendars that say nothing of the future."""
    return delete_some(BusyCalendar.objects.filter(covers_until__lt=now()))
