"""What the agenda keeps about a person: given away, and erased."""

from typing import Any

from django.db.models import Q

from trousse.agenda.models import Attendance, BusyCalendar, BusyTime, Event, Feed
from trousse.core.personal_data import DataSubject


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the events that the person is on, the feeds they opened, when they are busy."""
    rows = Attendance.objects.filter(_of(subject), is_removed=False).select_related("event")
    found: dict[str, Any] = {"events": [_event(row) for row in rows.order_by("pk")]}
    if subject.user is not None:
        feeds = Feed.objects.filter(owner=subject.user).select_related("group").order_by("pk")
        found["feeds"] = [
            {"group": feed.group.name if feed.group else "", "open": feed.is_open} for feed in feeds
        ]
        busy = BusyTime.objects.filter(calendar__user=subject.user)
        found["busy"] = list(busy.values("starts_at", "ends_at"))
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Take the person off every event. Those they organised stay, without naming them."""
    Attendance.objects.filter(_of(subject)).delete()
    if subject.user is not None:
        Event.objects.filter(organiser=subject.user).update(organiser=None)
        Feed.objects.filter(owner=subject.user).delete()
        BusyCalendar.objects.filter(user=subject.user).delete()


def _event(row: Attendance) -> dict[str, Any]:
    start, end = row.event.bounds
    return {
        "title": row.event.title,
        "place": row.event.place,
        "start": start,
        "end": end,
        "answer": row.answer,
        "cancelled": row.event.is_cancelled,
    }


def _of(subject: DataSubject) -> Q:
    mine = Q(guest__in=[guest.pk for guest in subject.guests])
    return mine | Q(user=subject.user) if subject.user is not None else mine
