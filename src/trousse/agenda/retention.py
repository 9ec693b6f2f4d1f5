"""What the agenda forgets by itself."""

from trousse.agenda.models import RETENTION, BusyCalendar, BusyTime, Event
from trousse.core.clock import now


def forget_old_events() -> None:
    """Remove the events whose end lies far behind."""
    limit = now() - RETENTION
    Event.objects.filter(ends_at__lt=limit).delete()
    Event.objects.filter(day_after__lt=limit.date()).delete()


def forget_past_busy_times() -> None:
    """Remove busy times that are over, and calendars that cover nothing more."""
    BusyTime.objects.filter(ends_at__lt=now()).delete()
    BusyCalendar.objects.filter(covers_until__lt=now()).delete()
