"""Polls do not stay for ever: they go some time after their last proposed day."""

from django.utils import timezone

from trousse.services.polls.models import Poll
from trousse.services.polls.operations import delete_poll


def delete_expired_polls() -> None:
    """Delete each poll whose time is over; a meeting that took place is not cancelled."""
    for poll in Poll.objects.filter(expires_on__lt=timezone.localdate()).order_by("pk")[:1000]:
        delete_poll(poll, None, cancels=False)
