"""What was measured on a service, whatever it declares."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Measurement(models.Model):
    """One claim looked at on one day. Kept: the history of a service is a part of its evidence.

    ``service``: the id of a manifest; ``value``: of the kind of ``claim`` (number, word, true or
    false); ``by``: the check or the office that measured, never a person's name; ``url``: the
    report; ``expires_on``: the last day when it counts.
    """

    service = models.CharField(max_length=50)
    claim = models.CharField(max_length=40)
    value = models.JSONField()
    measured_on = models.DateField()
    expires_on = models.DateField()
    by = models.CharField(max_length=100)
    url = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "claim", "measured_on"], name="measurement_once_a_day"
            ),
            models.CheckConstraint(
                name="measurement_expires_later",
                condition=Q(expires_on__gte=F("measured_on")),
            ),
        ]
