"""Polls do not stay for ever: they go some time after their last proposed day."""

from django.utils import timezone

from trousse.core.retention import BATCH
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import delete_poll


def delete_expired_polls() -> bool:
    """Delete polls whose time is over; a meeting that took place is not cancelled.

    Returns whether more wait.
    """
    expired = Poll.objects.filter(expires_on__lt=timezone.localdate()).order_by("pk")[:BATCH]
    for poll in expired:
        delete_poll(poll, None, cancels=False)
    return len(expired) == BATCH
