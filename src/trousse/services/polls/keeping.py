"""How long a poll stays: its organiser is warned before it goes, and may keep it longer."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.outbox import publish
from trousse.notifications.kinds import Kind, register_kind
from trousse.notifications.operations import Notice, notify
from trousse.services.polls.events import PollChanged
from trousse.services.polls.inviting import POLLS_A_TURN
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import lock_poll, save_poll

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trousse.accounts.models import User

WARNING = timedelta(days=14)
STALE = timedelta(days=90)
"""An older warning was about another end: the poll was kept on by other dates since."""

DELETION = Kind(
    name="polls.deletion",
    service="polls",
    title=_("One of your polls will soon be deleted"),
    line=_("%(title)s will be deleted on %(day)s, unless you keep it"),
)
register_kind(DELETION)


def warn_before_deletion() -> None:
    """Tell the organisers of polls whose time is nearly over, once for each end."""
    near = timezone.localdate(now()) + WARNING
    unwarned = Q(deletion_told_at__isnull=True) | Q(deletion_told_at__lt=now() - STALE)
    ending = Poll.objects.filter(unwarned, expires_on__lte=near).order_by("expires_on", "pk")
    for poll in ending[:POLLS_A_TURN]:
        _warn(poll)


def deletable_polls() -> "QuerySet[Poll]":
    """Return the polls whose time is over, and whose organiser was warned long enough ago."""
    warned = (now() - STALE, now() - WARNING)
    today = timezone.localdate(now())
    return Poll.objects.filter(expires_on__lt=today, deletion_told_at__range=warned)


def deletion_day(poll: Poll) -> date | None:
    """Return the day from which ``poll`` goes, once its organiser was told; else None."""
    told = poll.deletion_told_at
    if told is None or now() - told > STALE:
        return None
    return max(poll.expires_on + timedelta(days=1), timezone.localdate(told + WARNING))


@transaction.atomic
def keep_poll(poll: Poll, actor: "User") -> Poll:
    """Keep a poll that was to be deleted six months more, appointments thirty days more.

    Done twice, it is kept as long.
    """
    locked = lock_poll(poll)
    if deletion_day(locked) is None:
        return locked
    locked.expires_on = max(locked.expires_on, timezone.localdate(now())) + locked.kept_for
    locked.deletion_told_at = None
    save_poll(locked, actor, "expires_on", "deletion_told_at")
    audit.record("polls:poll:keep", subject=poll.ref, actor=actor)
    publish(poll.ref, PollChanged())
    return locked


@transaction.atomic
def _warn(poll: Poll) -> None:
    locked = (
        Poll.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=poll.pk)
    )
    locked.deletion_told_at = now()
    locked.save(update_fields=["deletion_told_at"])
    day = deletion_day(locked)
    notice = Notice(
        kind=DELETION.name,
        about=poll.ref,
        url=poll.get_absolute_url(),
        params={"title": poll.title, "day": f"{day}"},
        key=f"{poll.ref}/deletion/{day}",
    )
    notify([locked.organiser], notice)
