"""What sharing forgets by itself: rights that are over, counts of past days."""

from datetime import timedelta

from django.utils import timezone

from trousse.core.clock import now
from trousse.core.retention import delete_some
from trousse.sharing.models import Grant, SharingDay

KEPT_AFTER_END = timedelta(days=30)


def forget_ended_grants() -> bool:
    """Remove rights whose end is past since a while; return whether more wait."""
    return delete_some(Grant.objects.filter(until__lt=now() - KEPT_AFTER_END))


def forget_past_days() -> bool:
    """Remove the counts of past days; return whether more wait."""
    return delete_some(SharingDay.objects.filter(day__lt=timezone.localdate(now())))
