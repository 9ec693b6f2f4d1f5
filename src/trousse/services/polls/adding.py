"""Proposing more dates in an open poll, taking them back, and calling a poll off."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.outbox import publish
from trousse.services.polls import events
from trousse.services.polls.models import Participant, Poll, Slot, last_day_of
from trousse.services.polls.operations import (
    SlotDraft,
    close_poll,
    lock_poll,
    reopen_poll,
    save_poll,
)
from trousse.services.polls.proposing.slots import MOST_SLOTS

if TYPE_CHECKING:
    from trousse.accounts.models import User


@transaction.atomic
def add_slots(poll: Poll, drafts: Sequence[SlotDraft], actor: "User") -> list[Slot]:
    """Propose more dates; answers stay, and say nothing of the new ones.

    ``drafts``: valid and distinct. A date that is proposed already is not added again. Raises
    Conflict when the poll takes no answers, InvalidInput when it would have too many dates.
    """
    locked = lock_poll(poll)
    if locked.is_booking:
        raise Conflict(_("Appointments are added on their own page."))
    if not locked.is_open:
        raise Conflict(_("This poll no longer takes answers."))
    known = {(slot.day, slot.start, slot.end, slot.place) for slot in locked.slots.all()}
    new = [one for one in drafts if (one.day, one.start, one.end, one.place) not in known]
    if len(known) + len(new) > MOST_SLOTS:
        raise InvalidInput(_("A poll has at most %d dates.") % MOST_SLOTS, field="slots")
    slots = Slot.objects.bulk_create(Slot.drafted(locked, one) for one in new)
    if slots:
        settle_slots(locked, "add_slots", actor)
    return slots


@transaction.atomic
def remove_slots(poll: Poll, slot_ids: Collection[str], actor: "User") -> None:
    """Take dates back, with what was answered about them; doing it twice does nothing.

    Raises Conflict when the poll takes no answers, or would be left without any date.
    """
    locked = lock_poll(poll)
    leaving = locked.slots.filter(public_id__in=slot_ids)
    if not leaving.exists():
        return
    if not locked.is_open:
        raise Conflict(_("This poll no longer takes answers."))
    if locked.slots.count() == leaving.count():
        raise Conflict(_("A poll keeps at least one date."))
    drop_slots(locked, list(leaving))
    settle_slots(locked, "remove_slots", actor)


@transaction.atomic
def call_off_poll(poll: Poll, actor: "User") -> Poll:
    """Close a poll for good: a chosen date is called off by letter, no answer is taken."""
    return close_poll(reopen_poll(poll, actor), actor)


def drop_slots(poll: Poll, slots: Collection[Slot]) -> None:
    """Delete some slots of a locked poll, with what was answered about them."""
    gone = {slot.public_id for slot in slots}
    changed = []
    for row in poll.participants.order_by("pk"):  # the lock of the poll keeps votes out
        answers = {key: answer for key, answer in row.answers.items() if key not in gone}
        waiting = [key for key in row.waiting if key not in gone]
        if (answers, waiting) != (row.answers, row.waiting):
            row.answers, row.waiting, row.version = answers, waiting, row.version + 1
            changed.append(row)
    Participant.objects.bulk_update(changed, ["answers", "waiting", "version"], batch_size=200)
    Slot.everything.filter(poll=poll, public_id__in=gone).delete()


def settle_slots(poll: Poll, verb: str, actor: "User") -> None:
    """Keep the poll as long as its last date needs, and tell that its dates changed."""
    poll.expires_on = last_day_of((slot.day for slot in poll.slots.all()), poll.kept_for)
    save_poll(poll, actor, "expires_on")
    audit.record(f"polls:poll:{verb}", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollChanged())
