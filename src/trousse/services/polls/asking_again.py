"""Telling those who answered a poll that what it proposes has changed."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from trousse.accounts.queries import token_of_guest
from trousse.core.ids import new_public_id
from trousse.notifications.kinds import Kind, register_kind
from trousse.notifications.operations import Notice, notify
from trousse.services.polls import letters
from trousse.services.polls.models import Answer, Participant, Poll

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.services.polls.editing import SlotChange

CHANGED = Kind(
    name="polls.slots_changed",
    service="polls",
    title=_("What a poll proposes has changed"),
    line=_("%(organiser)s changed what is proposed; your other answers are kept: %(title)s"),
)
register_kind(CHANGED)
COMING = frozenset({Answer.YES.value, Answer.IF_NEED_BE.value})


def ask_again(poll: Poll, change: "SlotChange", actor: "User") -> None:
    """Tell, once a change, those whom it concerns; ``poll`` is locked, answers are as before.

    Something new is asked of everybody who had answered. A date taken back, or held elsewhere,
    concerns those who could come. Accounts get a line in their inbox, guests who left an address
    a letter with their personal link.
    """
    rows = [row for row in poll.participants.select_related("user", "guest") if row.answers]
    if not change.added:
        ids = {slot.public_id for slot in [*change.removed, *change.moved]}
        rows = [row for row in rows if any(row.answers.get(one) in COMING for one in ids)]
    key = f"slots/{new_public_id()}"
    _tell_accounts(poll, rows, actor, key)
    for row in rows:
        token = token_of_guest(row.guest) if row.guest and row.guest.email else ""
        if row.guest and token:
            letters.queue_slots_changed(poll, row.guest, token, key, new=len(change.added))


def _tell_accounts(poll: Poll, rows: list[Participant], actor: "User", key: str) -> None:
    notice = Notice(
        kind=CHANGED.name,
        about=poll.ref,
        url=poll.get_absolute_url(),
        params={"title": poll.title, "organiser": actor.full_name},
        actor=actor,
        key=f"{poll.ref}/{key}",
    )
    notify([row.user for row in rows if row.user], notice)
