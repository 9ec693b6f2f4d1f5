"""When people are busy elsewhere, read from a calendar they brought: hours and nothing else."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from trousse.core.clock import now


class BusyCalendar(models.Model):
    """A calendar file that somebody brought. The file itself is not kept.

    ``covers_until``: events that repeat were unrolled until then.
    """

    user = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, related_name="busy_calendar"
    )
    imported_at = models.DateTimeField(default=now)
    covers_until = models.DateTimeField()


class BusyTime(models.Model):
    """One stretch of time during which the calendar's owner is busy."""

    calendar = models.ForeignKey(BusyCalendar, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="busy_ends_after_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["calendar", "ends_at"], name="busy_of_calendar"),
        ]
