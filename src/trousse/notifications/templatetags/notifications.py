"""How days, hours and counts of notifications are written."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from trousse.core.dates import day_label, hour_label
from trousse.notifications.queries import MOST_COUNTED

register = template.Library()


@register.filter
def capped(count: int) -> str:
    """Write a count that was stopped at ``MOST_COUNTED``: « 99+ »."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


@register.filter
def bell_words(count: int) -> str:
    """Say in words what the bell shows."""
    if not count:
        return gettext("Notifications")
    if count >= MOST_COUNTED:
        most = MOST_COUNTED - 1
        return gettext("Notifications: more than %(count)s unread") % {"count": most}
    words = ngettext(
        "Notifications: %(count)s unread", "Notifications: %(count)s unread ones", count
    )
    return words % {"count": count}


@register.filter
def day_words(day: date) -> str:
    """Return « Aujourd’hui », « Hier » or the day."""
    today = timezone.localdate()
    days_ago = (today - day).days
    if days_ago in {0, 1}:
        return gettext("Yesterday") if days_ago else gettext("Today")
    words = day_label(day, today=today)
    return words[:1].upper() + words[1:]


@register.filter
def hour_words(at: datetime) -> str:
    """Return the hour where the reader is."""
    return hour_label(timezone.localtime(at).time())
