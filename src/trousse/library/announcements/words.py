"""When a maintenance takes place, as short as a card allows."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from trousse.core.clock import now
from trousse.core.dates import day_label, hour_label, weekday_label
from trousse.library.models import Announcement

WEEK = timedelta(days=7)


def maintenance_words(one: Announcement) -> str:
    """Return « Maintenance samedi de 8 h à 12 h », or until when it lasts once it began.

    In the time zone and language of the request.
    """
    today = timezone.localdate(now())
    start, end = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    words = {
        "day": _day(start, today),
        "start": hour_label(start.time()),
        "last": _day(end, today),
        "end": hour_label(end.time()),
    }
    if one.is_under_way:
        if end.date() == today:
            return _("Under maintenance until %(end)s") % words
        return _("Under maintenance until %(last)s, %(end)s") % words
    if start.date() == end.date():
        return _("Maintenance %(day)s from %(start)s to %(end)s") % words
    return _("Maintenance from %(day)s, %(start)s, to %(last)s, %(end)s") % words


def days_words(one: Announcement) -> str:
    """Return from when until when news is shown, for its editors."""
    today = timezone.localdate(now())
    start, end = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    words = {
        "first": f"{day_label(start.date(), today=today)}, {hour_label(start.time())}",
        "last": f"{day_label(end.date(), today=today)}, {hour_label(end.time())}",
    }
    return _("from %(first)s to %(last)s") % words


def _day(moment: datetime, today: date) -> str:
    day = moment.date()
    if day == today:
        return _("today")
    return weekday_label(day) if today < day < today + WEEK else day_label(day, today=today)
