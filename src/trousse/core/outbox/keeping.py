"""Retention of facts."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from trousse.core.clock import now
from trousse.core.models import Delivery, Event


def purge_facts() -> None:
    """Remove facts older than ``EVENT_RETENTION_DAYS`` that nobody has still to receive.

    The streams keep their last number, so that numbers are never given twice.
    """
    limit = now() - timedelta(days=settings.EVENT_RETENTION_DAYS)
    awaited = Delivery.objects.unfinished().filter(event=OuterRef("pk"))
    Event.objects.filter(~Exists(awaited), occurred_at__lt=limit).delete()
