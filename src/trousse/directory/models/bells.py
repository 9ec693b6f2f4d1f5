"""When the bells of an establishment ring: the hours of its day, on its own clock."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from trousse.directory.models.places import Establishment


class BellTime(models.Model):
    """One hour of the day of an establishment: ``name`` M1, M2… before lunch, S1, S2… after.

    Times of the establishment's own clock, the same on every day it is open. An establishment
    without any has not said when its bells ring.
    """

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="bell_times"
    )
    name = models.CharField(max_length=2)
    start = models.TimeField()
    end = models.TimeField()

    class Meta:
        ordering: ClassVar = ["start"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["establishment", "name"], name="bell_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="bell_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name
