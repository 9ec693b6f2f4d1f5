"""Tables of the outbox: streams of facts and their deliveries."""

from typing import ClassVar

from django.db import models

from trousse.core.clock import now


class Stream(models.Model):
    """The last number given to a fact about one subject."""

    subject = models.CharField(max_length=100, primary_key=True)
    last_sequence = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.subject} #{self.last_sequence}"


class Event(models.Model):
    """One published fact; never changed, removed when its retention is over."""

    subject = models.CharField(max_length=100)
    sequence = models.PositiveBigIntegerField()
    type = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="event_once_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.subject} #{self.sequence}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Named filters of deliveries."""

    def unfinished(self) -> "DeliveryQuerySet":
        """Keep what still has to be received, dead letters included."""
        return self.filter(status__in=[Delivery.Status.PENDING, Delivery.Status.DEAD])


class Delivery(models.Model):
    """What one subscriber has still to receive, or has received, of one fact.

    ``subject`` and ``sequence`` repeat the event's, so that the order per subject is one index.
    """

    class Status(models.TextChoices):
        PENDING = "pending"
        DELIVERED = "delivered"
        DEAD = "dead"
        SKIPPED = "skipped"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=80)
    subject = models.CharField(max_length=100)
    sequence = models.PositiveBigIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subscriber", "subject", "sequence"], name="delivery_order"),
            models.Index(fields=["status", "next_attempt_at"], name="delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.subject} #{self.sequence}"

    def is_due(self) -> bool:
        """Tell whether it may be tried now."""
        return self.status == self.Status.PENDING and self.next_attempt_at <= now()
