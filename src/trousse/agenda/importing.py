"""Keeping when somebody is busy, from the calendar file that they bring; and dropping it."""

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import transaction

from trousse.agenda.models import BusyCalendar, BusyTime
from trousse.agenda.reading import Window, read_busy
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.refs import Ref

if TYPE_CHECKING:
    from trousse.accounts.models import User

AHEAD = timedelta(days=400)
"""How far repeating events are unrolled: a school year and the summer that follows."""


def import_busy(user: "User", content: bytes) -> BusyCalendar:
    """Replace the busy times of ``user`` by those of a calendar file. Raises InvalidInput."""
    until = now() + AHEAD
    spans = read_busy(content, Window(now(), until, ZoneInfo(user.time_zone)))
    with transaction.atomic():
        # Two imports at once follow each other: the row of the person is the lock.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        BusyCalendar.objects.filter(user=user).delete()
        calendar = BusyCalendar.objects.create(user=user, covers_until=until)
        BusyTime.objects.bulk_create(
            (BusyTime(calendar=calendar, starts_at=one.start, ends_at=one.end) for one in spans),
            batch_size=500,
        )
        details = {"times": len(spans)}
        audit.record("agenda:busy:import", subject=_ref(user), actor=user, details=details)
    return calendar


def drop_busy(user: "User") -> None:
    """Forget the calendar that ``user`` brought; without one it does nothing."""
    with transaction.atomic():
        gone, _details = BusyCalendar.objects.filter(user=user).delete()
        if gone:
            audit.record("agenda:busy:drop", subject=_ref(user), actor=user)


def _ref(user: "User") -> Ref:
    return Ref("user", user.public_id)
