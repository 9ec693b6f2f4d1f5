"""What the organiser does with appointments: for somebody, against somebody, with a trace."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import InvalidInput
from trousse.core.outbox import publish
from trousse.services.polls import events
from trousse.services.polls.booking.calendars import (
    put_appointment,
    put_appointments,
    taken_slot,
)
from trousse.services.polls.booking.letters import News, tell
from trousse.services.polls.booking.places import TAKEN
from trousse.services.polls.booking.rows import HasOne, Wish, row_already_there, settle
from trousse.services.polls.booking.taking import erase_row, free_slot, give_freed
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.services.polls.operations import lock_poll, save_poll
from trousse.services.polls.voting import end_of_poll
from trousse.sharing.operations import admit_guest
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User

LONGEST_WORD = 300


@transaction.atomic
def book_for(poll: Poll, wish: Wish, actor: "User") -> Participant:
    """Take an appointment for somebody who asked by telephone; the row says who wrote it.

    With an address they receive the letter and the personal link. Allowed until the appointment
    begins, and after appointments are closed. Raises PlaceTaken, HasOne, InvalidInput.
    """
    locked = lock_poll(poll)
    known = row_already_there(locked, wish.key, None)
    if known is not None:
        return known
    if not wish.name:
        raise InvalidInput(_("Write the name of who comes."), field="name")
    slot = free_slot(locked, wish.slot, late=True)
    row = Participant.objects.create(
        poll=locked,
        guest=_guest_at(locked, wish),
        name=wish.name,
        creation_key=wish.key,
        answers={slot.public_id: TAKEN},
        replies=dict(wish.replies),
        entered_by=actor,
    )
    put_appointment(locked, row, slot)
    tell(locked, row, News("taken", slot))
    settle(locked, row, "book_for", actor)
    return row


@transaction.atomic
def call_off(
    poll: Poll, row_id: str, actor: "User", *, word: str, stays_offered: bool = False
) -> Participant | None:
    """Cancel somebody's appointment or wait, and tell them ``word``; None when it is gone.

    ``stays_offered``: the place goes to whoever waits for it. Else the slot is blocked, because
    whoever calls off is mostly not there then.
    """
    locked = lock_poll(poll)
    row = locked.participants.filter(public_id=row_id).select_related("user", "guest").first()
    if row is None:
        return None
    slot = taken_slot(locked, row)
    if slot is not None and not stays_offered:
        slot.is_offered = False
        slot.save(update_fields=["is_offered"])
    erase_row(locked, row, News("called_off", slot, word), actor=actor)
    return row


@transaction.atomic
def block_slot(poll: Poll, slot: Slot, actor: "User") -> None:
    """Offer that slot no more; whoever took it keeps it. Twice does nothing."""
    locked = lock_poll(poll)
    if Slot.everything.filter(pk=slot.pk, is_offered=True).update(is_offered=False):
        _changed(locked, "block_slot", actor)


@transaction.atomic
def offer_slot(poll: Poll, slot: Slot, actor: "User") -> None:
    """Offer a blocked slot again: first to those who wait for it. Twice does nothing."""
    locked = lock_poll(poll)
    if Slot.everything.filter(pk=slot.pk, is_offered=False).update(is_offered=True):
        slot.is_offered = True
        if locked.is_open:
            give_freed(locked, slot)
        _changed(locked, "offer_slot", actor)


@transaction.atomic
def move_for(poll: Poll, row_id: str, slot_id: str, actor: "User") -> Participant | None:
    """Move somebody's appointment, who is told; None when it is gone. Raises PlaceTaken."""
    locked = lock_poll(poll)
    row = locked.participants.filter(public_id=row_id).select_related("user", "guest").first()
    if row is None or row.answers.get(slot_id) == TAKEN:
        return row
    old, slot = taken_slot(locked, row), free_slot(locked, slot_id, late=True)
    row.answers, row.waiting = {slot.public_id: TAKEN}, []
    row.version += 1
    row.changed_at = now()
    row.save(update_fields=["answers", "waiting", "version", "changed_at"])
    put_appointment(locked, row, slot)
    tell(locked, row, News("moved" if old else "given", slot))
    settle(locked, row, "move_for", actor)
    if old is not None and locked.is_open:
        give_freed(locked, old)
    return row


@transaction.atomic
def change_words(
    poll: Poll, actor: "User", *, texts: dict[str, str], has_visio: bool, notice_hours: int
) -> Poll:
    """Change what is said of appointments; those that are taken follow, in calendars too."""
    locked = lock_poll(poll)
    wanted = {**texts, "has_visio": has_visio, "notice_hours": notice_hours}
    if all(getattr(locked, name) == value for name, value in wanted.items()):
        return locked
    for name, value in wanted.items():
        setattr(locked, name, value)
    save_poll(locked, actor, *wanted)
    audit.record("polls:poll:edit", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollChanged())
    put_appointments(locked)
    return locked


def _guest_at(poll: Poll, wish: Wish) -> "Guest | None":
    if not wish.email:
        return None
    twin = poll.participants.filter(guest__email__iexact=wish.email).first()
    if twin is not None:
        raise HasOne(twin)
    return admit_guest(
        poll.ref,
        Role.TAKE_PART,
        name=wish.name,
        email=wish.email,
        language=wish.language,
        expires_at=end_of_poll(poll),
    )


def _changed(poll: Poll, verb: str, actor: "User") -> None:
    save_poll(poll, actor)
    audit.record(f"polls:poll:{verb}", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollChanged())
