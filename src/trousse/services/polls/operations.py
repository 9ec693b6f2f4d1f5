"""Writes of polls: each one transaction, with its audit entry and its published fact."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.outbox import publish
from trousse.services.polls import events
from trousse.services.polls.asking import QuestionDraft, Questioning, set_questions
from trousse.services.polls.booking.calendars import put_appointments
from trousse.services.polls.booking.ending import end_appointments
from trousse.services.polls.dating import (
    MOST_CHOSEN,
    cancel_dates,
    choose_slots,
    chosen_slots,
    forget_dates,
    put_dates,
)
from trousse.services.polls.indexing import keep_text, publish_poll
from trousse.services.polls.models import Poll, Slot, last_day_of
from trousse.services.polls.proposing.slots import Draft, SlotDraft
from trousse.services.polls.queries import card_of, hash_slots, heir_of
from trousse.services.polls.requiring import ConditionDraft, keep_requirements
from trousse.services.polls.rules import PLAIN, Rules, deadline_parts
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.operations import forget_thing, open_link, own_thing
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User


__all__ = [
    "PollDraft",
    "SlotDraft",
    "close_poll",
    "create_poll",
    "decide_slot",
    "decide_slots",
    "delete_poll",
    "edit_poll",
    "hand_over_poll",
    "reopen_poll",
]


@dataclass(frozen=True, slots=True)
class PollDraft:
    """What an organiser asks; texts are clean and slots are valid, distinct and not empty.

    ``has_link``: whoever has the poll's link may answer, without an account.
    ``invited``: who is asked to answer from the start. ``conditions``: who must be there.
    """

    title: str
    slots: Sequence[Draft]
    time_zone: str
    description: str = ""
    place: str = ""
    has_link: bool = True
    invited: Invitation | None = None
    conditions: Sequence[ConditionDraft] = ()
    kind: str = Poll.Kind.DATES
    rules: Rules = PLAIN
    questions: Sequence[QuestionDraft] = ()


@transaction.atomic
def create_poll(organiser: "User", draft: PollDraft, *, key: str) -> Poll:
    """Create an open poll with its slots; the same ``key`` again returns the first one.

    Raises TooManyRequests, and creates nothing, when too many people were invited today.
    """
    poll, created = Poll.objects.get_or_create(
        organiser=organiser,
        creation_key=key,
        defaults={
            "title": draft.title,
            "description": draft.description,
            "place": draft.place,
            "time_zone": draft.time_zone,
            "kind": draft.kind,
            **asdict(draft.rules),
            "expires_on": last_day_of([*(slot.day for slot in draft.slots), _last_day(draft)]),
            "has_conditions": bool(draft.conditions),
            "has_questions": bool(draft.questions),
        },
    )
    if created:
        Slot.objects.bulk_create(
            Slot.drafted(poll, slot, order) for order, slot in enumerate(draft.slots)
        )
        if draft.conditions:
            keep_requirements(poll, draft.conditions)
        if draft.questions:
            set_questions(poll, Questioning(tuple(draft.questions)))
        audit.record("polls:poll:create", subject=poll.ref, actor=organiser)
        publish(poll.ref, events.PollCreated(slots=len(draft.slots)))
        own_thing(poll.ref, organiser)
        keep_text(poll)
        publish_poll(poll, organiser)
        if draft.has_link:
            open_link(poll.ref, Role.TAKE_PART, by=organiser)
        if draft.invited:
            share_with(poll.ref, card_of(poll), draft.invited, by=organiser)
    return poll


def _last_day(draft: PollDraft) -> date | None:
    """Return the last day on which people answer, when it is said."""
    deadline = draft.rules.deadline
    return deadline_parts(deadline, ZoneInfo(draft.time_zone))[0] if deadline else None


@transaction.atomic
def edit_poll(poll: Poll, actor: "User", *, title: str, description: str, place: str) -> Poll:
    """Change the texts of a poll, and of its event; nothing happens when they are the same."""
    locked = lock_poll(poll)
    if (locked.title, locked.description, locked.place) == (title, description, place):
        return locked
    locked.title, locked.description, locked.place = title, description, place
    save_poll(locked, actor, "title", "description", "place")
    keep_text(locked)
    put_dates(locked)
    audit.record("polls:poll:edit", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollChanged())
    return locked


@transaction.atomic
def close_poll(poll: Poll, actor: "User") -> Poll:
    """Stop taking answers; a closed or decided poll stays as it is."""
    locked = lock_poll(poll)
    if locked.is_open:
        locked.state, locked.closed_by = Poll.State.CLOSED, Poll.ClosedBy.PERSON
        save_poll(locked, actor, "state", "closed_by")
        audit.record("polls:poll:close", subject=poll.ref, actor=actor)
        publish(poll.ref, events.PollClosed())
    return locked


@transaction.atomic
def decide_slot(poll: Poll, slot: Slot, actor: "User") -> Poll:
    """Choose ``slot``: it becomes an event in the agenda of everybody concerned.

    Choosing the same slot again does nothing. Raises Conflict when another one is chosen.
    """
    locked = lock_poll(poll)
    if locked.is_decided and [one.pk for one in chosen_slots(locked)] != [slot.pk]:
        raise Conflict(_("Another date is already chosen. Reopen the poll to change it."))
    return decide_slots(locked, [slot], actor)


@transaction.atomic
def decide_slots(
    poll: Poll, slots: Sequence[Slot], actor: "User", *, known: str | None = None
) -> Poll:
    """Make ``slots`` of ``poll`` what is chosen, instead of what was; the same again does nothing.

    ``known``: ``hash_slots`` of what was chosen when the form was made. Raises Conflict when that
    changed since, InvalidInput for no slot or too many.
    """
    locked = lock_poll(poll)
    if locked.is_booking:
        raise Conflict(_("Appointments are taken, not chosen: there is no date to decide."))
    if not 0 < len(slots) <= MOST_CHOSEN:
        raise InvalidInput(_("Choose from 1 to %d dates.") % MOST_CHOSEN, field="slot")
    before = chosen_slots(locked)
    if {slot.pk for slot in before} == {slot.pk for slot in slots}:
        return locked
    if known is not None and known != hash_slots(before):
        raise Conflict(_("Somebody has just changed what is chosen. Check it, then choose again."))
    locked.state = Poll.State.DECIDED
    choose_slots(locked, slots, actor)
    save_poll(locked, actor, "state", "decided_slot", "dates_used")
    chosen = tuple(slot.public_id for slot in chosen_slots(locked))
    audit.record("polls:poll:decide", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollDecided(slot=chosen[0], slots=chosen))
    return locked


@transaction.atomic
def reopen_poll(poll: Poll, actor: "User") -> Poll:
    """Take answers again; a decided poll's calendar event is cancelled. Open stays open.

    A deadline that is past goes: else the poll would be closed at once. So does the rule that
    closed it by itself: it holds still, and the next answer would close it again.
    """
    locked = lock_poll(poll)
    if locked.is_open:
        return locked
    cancelled = chosen_slots(locked)
    locked.state = Poll.State.OPEN
    if locked.closed_by in (Poll.ClosedBy.EVERYBODY, Poll.ClosedBy.QUORUM):
        locked.closes_when = Poll.ClosesWhen.NOTHING
    locked.decided_slot, locked.closed_by = None, Poll.ClosedBy.NOBODY
    if locked.is_past_deadline:
        locked.deadline = None
    save_poll(locked, actor, "state", "decided_slot", "closed_by", "deadline", "closes_when")
    if cancelled:
        locked.slots.filter(is_chosen=True).update(is_chosen=False, date_number=None)
        cancel_dates(locked, actor)
    audit.record("polls:poll:reopen", subject=poll.ref, actor=actor)
    cancelled_slot = cancelled[0].public_id if cancelled else ""
    publish(poll.ref, events.PollReopened(cancelled_slot=cancelled_slot))
    return locked


@transaction.atomic
def delete_poll(poll: Poll, actor: "User | None", *, cancels: bool = True) -> None:
    """Remove a poll with its answers; ``cancels``: a chosen date is called off by letter."""
    locked = _find_locked(poll)
    if locked is None:
        return
    if locked.decided_slot and cancels:
        cancel_dates(locked, actor)
    if locked.is_booking:
        end_appointments(locked, cancels=cancels)
    forget_dates(locked)
    forget_thing(locked.ref)
    audit.record("polls:poll:delete", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollDeleted())
    locked.delete()


@transaction.atomic
def hand_over_poll(poll: Poll) -> bool:
    """Make whoever else is responsible for ``poll`` its organiser; False when there is nobody."""
    locked = _find_locked(poll)
    heir = heir_of(locked) if locked else None
    if locked is None or heir is None:
        return False
    locked.organiser = heir
    save_poll(locked, None, "organiser")
    if locked.is_booking:
        put_appointments(locked)
    audit.record("polls:poll:hand_over", subject=poll.ref)
    publish(poll.ref, events.PollChanged())
    return True


def _find_locked(poll: Poll) -> Poll | None:
    """Return the poll as it is now, locked until the transaction ends."""
    rows = Poll.objects.select_for_update(of=("self",)).select_related("organiser", "decided_slot")
    return rows.filter(pk=poll.pk).first()


def lock_poll(poll: Poll) -> Poll:
    """Return the poll as it is now, locked. Raises Conflict when it was deleted."""
    locked = _find_locked(poll)
    if locked is None:
        raise Conflict(_("This poll has just been deleted."))
    return locked


def save_poll(poll: Poll, actor: "User | None", *fields: str) -> None:
    """Save what changed of a locked poll, and what lists show of it."""
    poll.changed_at = now()
    poll.save(update_fields=[*fields, "changed_at"])
    publish_poll(poll, actor)
