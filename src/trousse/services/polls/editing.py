"""Changing what an open poll proposes, with answers present: only what changed is asked again."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trousse.core.errors import Conflict, InvalidInput
from trousse.services.polls.adding import drop_slots, settle_slots
from trousse.services.polls.asking_again import ask_again
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.operations import lock_poll
from trousse.services.polls.proposing.slots import MOST_SLOTS, Draft
from trousse.services.polls.rooms import places_taken

if TYPE_CHECKING:
    from trousse.accounts.models import User


class EditedElsewhere(Conflict):
    """Somebody changed what is proposed since the form was made."""

    code = "edited_elsewhere"
    default_message = _(
        "The proposals were changed in another window. What you had prepared is below: "
        "check it, then save again to keep it."
    )


@dataclass
class SlotChange:
    """What a change of slots did. ``added``: asked of everybody. ``removed``: as they were.

    ``moved``: same date, another place. ``kept``: the others, whose limit or order may differ.
    """

    added: list[Slot] = field(default_factory=list)
    removed: list[Slot] = field(default_factory=list)
    moved: list[Slot] = field(default_factory=list)
    kept: list[Slot] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.moved)


def hash_offer(slots: Iterable[Slot]) -> str:
    """Return a fingerprint of all that the form of an organiser shows of the slots."""
    text = "|".join(f"{one.public_id} {one.place} {one.capacity} {one.order}" for one in slots)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def change_slots(poll: Poll, drafts: Sequence[Draft], actor: "User", *, known: str) -> SlotChange:
    """Make ``drafts`` what ``poll`` proposes, and tell those who answered if they are concerned.

    A slot at the same time, or with the same text, keeps its public id and its answers, whatever
    becomes of its place or its limit. Any other is a new slot. ``drafts``: valid, distinct, not
    empty; ``known``: ``hash_offer`` of the slots that the form was made for. Raises
    EditedElsewhere when they changed since, Conflict when the poll takes no answers, InvalidInput
    for too many slots or a limit below the places taken.
    """
    locked = lock_poll(poll)
    if not locked.is_open:
        raise Conflict(_("Reopen the poll before you change what it proposes."))
    slots = list(locked.slots.all())
    if hash_offer(slots) != known:
        raise EditedElsewhere
    if len(drafts) > MOST_SLOTS:
        raise InvalidInput(_("A poll has at most %d dates.") % MOST_SLOTS, field="slots")
    change = _compare(locked, slots, drafts)
    if change.is_empty and hash_offer(_in_order(change.kept)) == known:
        return change
    _refuse_too_small(locked, [*change.moved, *change.kept])
    ask_again(locked, change, actor)  # before answers go: it looks at what was answered
    _write(locked, change)
    settle_slots(locked, "change_slots", actor)
    return change


def _compare(poll: Poll, slots: list[Slot], drafts: Sequence[Draft]) -> SlotChange:
    """Match what was proposed with what is: the same place first, then the same time."""
    change, left = SlotChange(), list(slots)
    homeless: list[tuple[int, Draft]] = []
    for order, draft in enumerate(drafts):
        same = next(
            (one for one in left if _time(one) == _time(draft) and one.place == draft.place), None
        )
        if same is None:
            homeless.append((order, draft))
            continue
        left.remove(same)
        same.capacity, same.order = draft.capacity, order
        change.kept.append(same)
    for order, draft in homeless:
        elsewhere = next((one for one in left if _time(one) == _time(draft)), None)
        if elsewhere is None:
            change.added.append(Slot.drafted(poll, draft, order))
            continue
        left.remove(elsewhere)
        elsewhere.place, elsewhere.capacity, elsewhere.order = draft.place, draft.capacity, order
        change.moved.append(elsewhere)
    change.removed = left
    return change


def _time(one: "Slot | Draft") -> tuple[object, ...]:
    return one.day, one.start, one.end, one.label


def _in_order(slots: list[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: slot.order)


def _refuse_too_small(poll: Poll, slots: list[Slot]) -> None:
    """Refuse a limit below what is taken: nobody loses a place that they were given."""
    limited = {slot.public_id: slot for slot in slots if slot.capacity is not None}
    if not limited:
        return
    taken = places_taken(poll.participants.order_by().values_list("answers", flat=True))
    for key, slot in limited.items():
        if slot.capacity is not None and taken[key] > slot.capacity:
            words = ngettext(
                "%(when)s: %(taken)d person has a place already, the limit cannot be lower.",
                "%(when)s: %(taken)d people have a place already, the limit cannot be lower.",
                taken[key],
            )
            when = slot.words(today_in(poll))
            raise InvalidInput(words % {"when": when, "taken": taken[key]}, field="slots")


def _write(poll: Poll, change: SlotChange) -> None:
    drop_slots(poll, change.removed)
    stay = [*change.kept, *change.moved]
    Slot.objects.bulk_update(stay, ["place", "capacity", "order"], batch_size=200)
    change.added = Slot.objects.bulk_create(change.added)
