"""Reads of deliveries that need an operator."""

from django.db.models import QuerySet

from trousse.core.models import Delivery
from trousse.core.outbox.receivers import receiver_names


def dead_deliveries() -> QuerySet[Delivery]:
    """Return deliveries given up: each blocks its subject for its subscriber."""
    return Delivery.objects.filter(status=Delivery.Status.DEAD)


def failing_deliveries() -> QuerySet[Delivery]:
    """Return deliveries that failed and will be tried again."""
    return Delivery.objects.filter(status=Delivery.Status.PENDING, attempts__gt=0)


def deliveries_without_receiver() -> QuerySet[Delivery]:
    """Return unfinished deliveries whose subscriber no app registers any more."""
    return Delivery.objects.unfinished().exclude(subscriber__in=receiver_names())


def facts_held_back_by(delivery: Delivery) -> int:
    """Return how many facts wait behind this one, for the same subscriber and subject."""
    return (
        Delivery.objects.unfinished()
        .filter(
            subscriber=delivery.subscriber,
            subject=delivery.subject,
            sequence__gt=delivery.sequence,
        )
        .count()
    )
