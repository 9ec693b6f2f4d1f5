"""Retention of facts."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from trousse.core.clock import now
from trousse.core.models import Delivery, Event
from trousse.core.retention import delete_some


def purge_facts() -> bool:
    """Remove facts older than ``EVENT_RETENTION_DAYS`` that nobody has still to receive.

    Returns whether more wait. The streams keep their last number: none is given twice.
    """
    limit = now() - timedelta(days=settings.EVENT_RETENTION_DAYS)
    awaited = Delivery.objects.unfinished().filter(event=OuterRef("pk"))
    return delete_some(Event.objects.filter(~Exists(awaited), occurred_at__lt=limit))
