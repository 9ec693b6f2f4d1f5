"""When something is due, and how long ago it was opened, as people say it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousse.core.clock import now
from trousse.core.dates import day_label, hour_label

if TYPE_CHECKING:
    from datetime import date

A_WEEK = 7
"""Days within which the name of a day is enough."""


def due_words(due_at: datetime, zone: ZoneInfo) -> str:
    """Return « before Thursday », on the calendar of ``zone``.

    What is due at any hour of a day is said to be due before that day, unless that is today.
    """
    here, due = now().astimezone(zone), due_at.astimezone(zone)
    if due <= here:
        return _("as soon as possible")
    days = (due.date() - here.date()).days
    if days == 0:
        return _("today before %(hour)s") % {"hour": hour_label(due.time())}
    if days == 1:
        return _("before tomorrow")
    return _("before %(day)s") % {"day": _near_day(due.date(), here.date())}


def ago_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return « 2 h ago », « yesterday », « Thursday », or the date."""
    here, there = now().astimezone(zone), moment.astimezone(zone)
    gone = here - there
    if gone < timedelta(minutes=1):
        return _("just now")
    if gone < timedelta(hours=1):
        minutes = gone // timedelta(minutes=1)
        return ngettext("%(n)s min ago", "%(n)s min ago", minutes) % {"n": minutes}
    days = (here.date() - there.date()).days
    if days == 0:
        hours = gone // timedelta(hours=1)
        return ngettext("%(n)s h ago", "%(n)s h ago", hours) % {"n": hours}
    return _("yesterday") if days == 1 else _near_day(there.date(), here.date())


def _near_day(day: "date", today: "date") -> str:
    """Return « Thursday » within a week, else « the 2nd of December », with another year's."""
    words = day_label(day, today=today)
    if abs((day - today).days) < A_WEEK:
        return words.partition(" ")[0]
    return pgettext("date", "%(day)s") % {"day": words.partition(" ")[2]}
