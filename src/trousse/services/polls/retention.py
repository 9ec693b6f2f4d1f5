"""Polls do not stay for ever: they go some time after their last proposed day."""

from trousse.core.retention import BATCH
from trousse.services.polls.keeping import deletable_polls
from trousse.services.polls.operations import delete_poll


def delete_expired_polls() -> bool:
    """Delete polls whose time is over; a meeting that took place is not cancelled.

    Never before fourteen days after their organiser was told (``keeping``).
    Returns whether more wait.
    """
    expired = deletable_polls().order_by("pk")[:BATCH]
    for poll in expired:
        delete_poll(poll, None, cancels=False)
    return len(expired) == BATCH
