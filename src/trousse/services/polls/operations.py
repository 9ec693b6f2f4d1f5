"""Writes of polls: each one transaction, with its audit entry and its published fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict
from trousse.core.outbox import publish
from trousse.services.polls import events, letters
from trousse.services.polls.models import RETENTION, Poll, Slot

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """A day, with hours of the poll's zone or without (the whole day)."""

    day: date
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True, slots=True)
class PollDraft:
    """What an organiser asks; texts are clean and slots are valid, distinct and not empty."""

    title: str
    slots: Sequence[SlotDraft]
    time_zone: str
    description: str = ""
    place: str = ""


@transaction.atomic
def create_poll(organiser: "User", draft: PollDraft, *, key: str) -> Poll:
    """Create an open poll with its slots; the same ``key`` again returns the first one."""
    poll, created = Poll.objects.get_or_create(
        organiser=organiser,
        creation_key=key,
        defaults={
            "title": draft.title,
            "description": draft.description,
            "place": draft.place,
            "time_zone": draft.time_zone,
            "expires_on": max(slot.day for slot in draft.slots) + RETENTION,
        },
    )
    if created:
        Slot.objects.bulk_create(
            Slot(poll=poll, day=slot.day, start=slot.start, end=slot.end) for slot in draft.slots
        )
        audit.record("polls:poll:create", subject=poll.ref, actor=organiser)
        publish(poll.ref, events.PollCreated(slots=len(draft.slots)))
    return poll


@transaction.atomic
def edit_poll(poll: Poll, actor: "User", *, title: str, description: str, place: str) -> Poll:
    """Change the texts of a poll; nothing happens when they are the same."""
    locked = _lock(poll)
    if (locked.title, locked.description, locked.place) == (title, description, place):
        return locked
    locked.title, locked.description, locked.place = title, description, place
    _save(locked, "title", "description", "place")
    audit.record("polls:poll:edit", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollChanged())
    return locked


@transaction.atomic
def close_poll(poll: Poll, actor: "User") -> Poll:
    """Stop taking answers; a closed or decided poll stays as it is."""
    locked = _lock(poll)
    if locked.is_open:
        locked.state = Poll.State.CLOSED
        _save(locked, "state")
        audit.record("polls:poll:close", subject=poll.ref, actor=actor)
        publish(poll.ref, events.PollClosed())
    return locked


@transaction.atomic
def decide_slot(poll: Poll, slot: Slot, actor: "User") -> Poll:
    """Choose ``slot``: the calendar event goes to everybody whose address is known.

    Choosing the same slot again does nothing. Raises Conflict when another one is chosen.
    """
    locked = _lock(poll)
    if locked.is_decided:
        if locked.decided_slot_id == slot.pk:
            return locked
        raise Conflict(_("Another date is already chosen. Reopen the poll to change it."))
    locked.state = Poll.State.DECIDED
    locked.decided_slot = slot
    locked.calendar_sequence += 1
    _save(locked, "state", "decided_slot", "calendar_sequence")
    audit.record("polls:poll:decide", subject=poll.ref, actor=actor)
    publish(
        poll.ref,
        events.PollDecided(slot=slot.public_id, calendar_sequence=locked.calendar_sequence),
    )
    return locked


@transaction.atomic
def reopen_poll(poll: Poll, actor: "User") -> Poll:
    """Take answers again; a decided poll's calendar event is cancelled. Open stays open."""
    locked = _lock(poll)
    if locked.is_open:
        return locked
    cancelled = locked.decided_slot
    if cancelled:
        locked.calendar_sequence += 1
    locked.state = Poll.State.OPEN
    locked.decided_slot = None
    _save(locked, "state", "decided_slot", "calendar_sequence")
    audit.record("polls:poll:reopen", subject=poll.ref, actor=actor)
    publish(
        poll.ref,
        events.PollReopened(
            cancelled_slot=cancelled.public_id if cancelled else "",
            calendar_sequence=locked.calendar_sequence,
        ),
    )
    return locked


@transaction.atomic
def delete_poll(poll: Poll, actor: "User | None", *, cancels: bool = True) -> None:
    """Remove a poll with its answers; ``cancels``: a chosen date is called off by letter."""
    locked = _find_locked(poll)
    if locked is None:
        return
    if locked.decided_slot and cancels:
        locked.calendar_sequence += 1
        letters.queue_cancellations(locked, locked.decided_slot, locked.calendar_sequence)
    audit.record("polls:poll:delete", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollDeleted())
    locked.delete()


def _find_locked(poll: Poll) -> Poll | None:
    """Return the poll as it is now, locked until the transaction ends."""
    rows = Poll.objects.select_for_update(of=("self",)).select_related("organiser", "decided_slot")
    return rows.filter(pk=poll.pk).first()


def _lock(poll: Poll) -> Poll:
    locked = _find_locked(poll)
    if locked is None:
        raise Conflict(_("This poll has just been deleted."))
    return locked


def _save(poll: Poll, *fields: str) -> None:
    poll.changed_at = now()
    poll.save(update_fields=[*fields, "changed_at"])
