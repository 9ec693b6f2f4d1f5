"""Events and who is in them, secret feeds, and when people are busy elsewhere."""

from trousse.agenda.models.busy import BusyCalendar, BusyTime
from trousse.agenda.models.events import RETENTION, Attendance, Event
from trousse.agenda.models.feeds import Feed

__all__ = ["RETENTION", "Attendance", "BusyCalendar", "BusyTime", "Event", "Feed"]
