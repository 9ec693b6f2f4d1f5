"""Proposing more dates in an open poll, taking them back, and calling a poll off."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.outbox import publish
from trousse.services.polls import events
from trousse.services.polls.models import Poll, Slot, last_day_of
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
    if not locked.is_open:
        raise Conflict(_("This poll no longer takes answers."))
    known = {(slot.day, slot.start, slot.end) for slot in locked.slots.all()}
    new = [one for one in drafts if (one.day, one.start, one.end) not in known]
    if len(known) + len(new) > MOST_SLOTS:
        raise InvalidInput(_("A poll has at most %d dates.") % MOST_SLOTS, field="slots")
    slots = Slot.objects.bulk_create(
        Slot(poll=locked, day=one.day, start=one.start, end=one.end) for one in new
    )
    if slots:
        _settle(locked, "add_slots", actor)
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
    for row in locked.participants.select_for_update().order_by("pk"):
        kept = {key: answer for key, answer in row.answers.items() if key not in slot_ids}
        if kept != row.answers:
            row.answers, row.version = kept, row.version + 1
            row.save(update_fields=["answers", "version"])
    leaving.delete()
    _settle(locked, "remove_slots", actor)


@transaction.atomic
def call_off_poll(poll: Poll, actor: "User") -> Poll:
    """Close a poll for good: a chosen date is called off by letter, no answer is taken."""
    return close_poll(reopen_poll(poll, actor), actor)


def _settle(poll: Poll, verb: str, actor: "User") -> None:
    """Keep the poll as long as its last date needs, and tell that its dates changed."""
    poll.expires_on = last_day_of((slot.day for slot in poll.slots.all()), poll.kept_for)
    save_poll(poll, actor, "expires_on")
    audit.record(f"polls:poll:{verb}", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollChanged())
