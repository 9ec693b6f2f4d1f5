"""Taking an appointment, moving it, giving it up, waiting for one.

Every write first holds the poll's row until it is done, so that two people never get one place.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.agenda.operations import forget_event
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.outbox import publish
from trousse.services.polls.booking.calendars import (
    appointment_of,
    drop_appointment,
    put_appointment,
    taken_slot,
)
from trousse.services.polls.booking.letters import News, tell
from trousse.services.polls.booking.places import (
    TAKEN,
    Place,
    count_taken,
    place_of,
    slot_taken_by,
)
from trousse.services.polls.booking.rows import (
    Wish,
    change_row,
    fresh,
    hold_open,
    new_row,
    row_already_there,
    settle,
    token_of,
    write_row,
)
from trousse.services.polls.events import PollVoted
from trousse.services.polls.models import Participant, Poll, Slot

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class Taken:
    """The row as saved; the guest's token when the row comes from this very form."""

    row: Participant
    token: str = ""


class PlaceTaken(Conflict):
    """Somebody else was faster."""

    code = "place_taken"
    default_message = _("This appointment has just been taken. Nothing else you typed is lost.")


class TooLate(Conflict):
    """The appointment is over, or too near to be taken, moved or given up."""

    code = "too_late"
    default_message = _("It is too late for this appointment. Ask who receives you.")


@transaction.atomic
def take_appointment(
    poll: Poll, wish: Wish, *, own: Participant | None, user: "User | None"
) -> Taken:
    """Take the appointment that ``wish`` names, or move one's own there.

    ``poll``: from ``access_poll``; ``own``: the visitor's row. The same wish again changes
    nothing and tells nothing. Raises PlaceTaken, TooLate, HasOne, Conflict when appointments are
    no longer taken, InvalidInput for a reply that is missing or wrong. Then nothing is changed.
    """
    hold_open(poll)
    row = fresh(poll, own) or row_already_there(poll, wish.key, user)
    if row is not None and slot_taken_by(row) == wish.slot:
        return Taken(row, token_of(row, wish))
    old = taken_slot(poll, row) if row else None
    if old is not None and place_of(poll, old, 0).is_too_late:
        raise TooLate
    slot = free_slot(poll, wish.slot)
    if row is None:
        row, token = new_row(poll, wish, user, {slot.public_id: TAKEN})
    else:
        token = token_of(row, wish)
        change_row(poll, row, wish, {slot.public_id: TAKEN}, [])
    put_appointment(poll, row, slot)
    tell(poll, row, News("moved" if old else "taken", slot))
    settle(poll, row, "move_appointment" if old else "take_appointment", user)
    if old is not None:
        give_freed(poll, old)
    return Taken(row, token)


@transaction.atomic
def give_up_appointment(poll: Poll, own: Participant, *, user: "User | None") -> bool:
    """Erase somebody's appointment, or their place on the waiting list; False when it is gone.

    The place goes to whoever waits for it. Raises TooLate, and Conflict when appointments are no
    longer taken: then only the organiser gives it up.
    """
    hold_open(poll)
    row = fresh(poll, own)
    if row is None:
        return False
    slot = taken_slot(poll, row)
    if slot is not None and place_of(poll, slot, 0).is_too_late:
        raise TooLate
    erase_row(poll, row, News("cancelled", slot), actor=user)
    return True


@transaction.atomic
def wait_for_place(
    poll: Poll, wish: Wish, *, own: Participant | None, user: "User | None"
) -> Taken:
    """Put somebody on the waiting list of some full slots; those who waited keep their turn.

    Whoever waits must be reachable: an account or an address. Raises InvalidInput without either
    or without a slot to wait for, Conflict for somebody who has an appointment.
    """
    hold_open(poll)
    row = fresh(poll, own) or row_already_there(poll, wish.key, user)
    if row is not None and slot_taken_by(row):
        raise Conflict(_("You have an appointment. Move it to a free one, or cancel it first."))
    wanted = _waitable(poll, wish.waits_for)
    if user is None and not wish.email:
        raise InvalidInput(
            _("Give an address: you are told there when it is yours."), field="email"
        )
    token = token_of(row, wish) if row else ""
    if row is None:
        row, token = new_row(poll, wish, user, {}, wanted)
    elif row.waiting == wanted:
        return Taken(row, token)
    else:
        change_row(poll, row, wish, {}, wanted)
    tell(poll, row, News("waiting"))
    settle(poll, row, "wait_for_place", user)
    return Taken(row, token)


def give_freed(poll: Poll, slot: Slot) -> None:
    """Give each free place of ``slot`` to whoever has waited for it longest, and tell them.

    At once: nobody has to watch the page. Not when it is too near for them to change their mind.
    The caller holds the poll.
    """
    rows = list(poll.participants.select_related("user", "guest"))
    left = place_of(poll, slot, count_taken(rows)[slot.public_id])
    if not left.is_free:
        return
    turns = [row for row in rows if slot.public_id in row.waiting and not slot_taken_by(row)]
    for row in turns[: left.left]:
        write_row(row, {slot.public_id: TAKEN}, [])
        put_appointment(poll, row, slot)
        tell(poll, row, News("given", slot))
        settle(poll, row, "give_place", None)


def free_slot(poll: Poll, slot_id: str, *, late: bool = False) -> Slot:
    """Return that slot, which has a place left. Raises Conflict when it may not be taken.

    ``late``: also one that is too near for those who take appointments themselves.
    """
    slot = Slot.everything.filter(poll=poll, public_id=slot_id).first()
    if slot is None:
        raise InvalidInput(_("Choose an appointment."), field="slot")
    place = _place_now(poll, slot)
    if place.is_too_late and not late:
        raise TooLate
    if place.is_blocked or place.left <= 0:
        raise PlaceTaken
    return slot


def erase_row(poll: Poll, row: Participant, news: News, *, actor: "User | None") -> None:
    """Erase a row, tell whose it was, and give the place on; the caller holds the poll."""
    row.version += 1
    row.changed_at = now()
    if news.slot is not None:
        drop_appointment(row)
        tell(poll, row, news)
    Participant.objects.filter(pk=row.pk).delete()
    settle(poll, row, "cancel_appointment", actor)
    if news.slot is not None:
        give_freed(poll, news.slot)


@transaction.atomic
def forget_person(row: Participant) -> None:
    """Erase a row with what the agenda holds of it, and give the place on; nobody is told why."""
    poll = Poll.objects.select_for_update().get(pk=row.poll_id)
    slot = taken_slot(poll, row)
    forget_event(appointment_of(row))
    Participant.objects.filter(pk=row.pk).delete()
    publish(poll.ref, PollVoted(participant=row.public_id))
    if slot is not None and poll.is_open:
        give_freed(poll, slot)


def _place_now(poll: Poll, slot: Slot) -> Place:
    return place_of(poll, slot, count_taken(poll.participants.all())[slot.public_id])


def _waitable(poll: Poll, wanted: Collection[str]) -> list[str]:
    """Return those of ``wanted`` for which one may wait, in calendar order."""
    counts = count_taken(poll.participants.all())
    places = [
        place_of(poll, slot, counts[slot.public_id]) for slot in Slot.everything.filter(poll=poll)
    ]
    full = [one.slot.public_id for one in places if one.is_full and one.slot.public_id in wanted]
    if full:
        return full
    if any(one.is_free and one.slot.public_id in wanted for one in places):
        raise Conflict(_("A place has just come free: you may take it now."))
    raise InvalidInput(_("Choose the appointments that would suit you."), field="waits_for")
