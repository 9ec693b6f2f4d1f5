"""Retention of facts."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from trousse.core.clock import now
from trousse.core.models import Delivery, Event, Stream
from trousse.core.refs import Ref
from trousse.core.retention import delete_some


def purge_facts() -> bool:
    """Remove facts older than ``EVENT_RETENTION_DAYS`` that nobody has still to receive.

    Returns whether more wait. The streams keep their last number: none is given twice.
    """
    limit = now() - timedelta(days=settings.EVENT_RETENTION_DAYS)
    awaited = Delivery.objects.unfinished().filter(event=OuterRef("pk"))
    return delete_some(Event.objects.filter(~Exists(awaited), occurred_at__lt=limit))


def forget_facts_about(ref: Ref) -> None:
    """Remove what was told about ``ref`` for good, because nobody may know of it any more."""
    Event.objects.filter(subject=str(ref)).delete()
    Stream.objects.filter(subject=str(ref)).delete()
