"""What polls keep about a person: what they organise, what they answered."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from trousse.core.outbox import publish
from trousse.core.personal_data import Consequence, DataSubject, Outcome
from trousse.services.polls.booking.taking import forget_person
from trousse.services.polls.events import PollVoted
from trousse.services.polls.models import Answer, Participant, Poll, Slot
from trousse.services.polls.operations import delete_poll, hand_over_poll
from trousse.services.polls.queries import heir_of


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the polls that the person organises and their own answers; nobody else's."""
    found = {
        "polls": [_poll(poll) for poll in _organised(subject).prefetch_related("slots")],
        "answers": [_row(row) for row in _rows(subject).prefetch_related("poll__slots")],
    }
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Hand over the person's polls to whoever else is responsible, or delete them; erase answers.

    A chosen date of a deleted poll is called off by letter.
    """
    for poll in _organised(subject):
        if not hand_over_poll(poll):
            delete_poll(poll, None)
    for row in _rows(subject):
        if row.poll.is_booking:
            forget_person(row)
            continue
        Slot.everything.filter(poll=row.poll, is_offered=False, proposed_by=row).delete()
        row.delete()
        publish(row.poll.ref, PollVoted(participant=row.public_id))


def foresee(subject: DataSubject) -> Sequence[Consequence]:
    """Tell how many polls and answers go, and how many polls stay with somebody else."""
    polls = list(_organised(subject))
    handed = sum(1 for poll in polls if heir_of(poll))
    return [
        *_erased_polls(len(polls) - handed),
        *_handed_polls(handed),
        *_erased_answers(_rows(subject).count()),
    ]


def _erased_polls(count: int) -> list[Consequence]:
    words = ngettext(
        "%(n)d poll that you organise, with the answers it received",
        "%(n)d polls that you organise, with the answers they received",
        count,
    )
    return [Consequence(Outcome.ERASED, words % {"n": count})] if count else []


def _handed_polls(count: int) -> list[Consequence]:
    words = ngettext(
        "%(n)d poll, to somebody else who is responsible for it",
        "%(n)d polls, to somebody else who is responsible for them",
        count,
    )
    return [Consequence(Outcome.HANDED_OVER, words % {"n": count})] if count else []


def _erased_answers(count: int) -> list[Consequence]:
    words = ngettext("Your answers to %(n)d poll", "Your answers to %(n)d polls", count)
    return [Consequence(Outcome.ERASED, words % {"n": count})] if count else []


def _organised(subject: DataSubject) -> QuerySet[Poll]:
    polls = Poll.objects.select_related("organiser").order_by("pk")
    return polls.filter(organiser=subject.user) if subject.user is not None else polls.none()


def _rows(subject: DataSubject) -> QuerySet[Participant]:
    mine = Q(guest__in=[guest.pk for guest in subject.guests]) | Q(guest__email__in=subject.emails)
    if subject.user is not None:
        mine |= Q(user=subject.user)
    return Participant.objects.filter(mine).select_related("poll", "guest").order_by("pk")


def _poll(poll: Poll) -> dict[str, Any]:
    return {
        "title": poll.title,
        "description": poll.description,
        "place": poll.place,
        "state": poll.current_state,
        "created": poll.created_at,
        "dates": [_slot(slot) for slot in Slot.everything.filter(poll=poll)],
    }


def _row(row: Participant) -> dict[str, Any]:
    slots = {slot.public_id: slot for slot in Slot.everything.filter(poll=row.poll)}
    if row.poll.is_booking:
        return _appointment(row, slots)
    return {
        "poll": row.poll.title,
        "name": row.name,
        "email": row.guest.email if row.guest else "",
        "changed": row.changed_at,
        "answers": [
            {"date": _slot(slots[key]), "answer": Answer(letter).label}
            for key, letter in row.answers.items()
            if key in slots
        ],
        "proposed": [_slot(slot) for slot in slots.values() if slot.proposed_by_id == row.pk],
    }


def _appointment(row: Participant, slots: dict[str, Slot]) -> dict[str, Any]:
    return {
        "poll": row.poll.title,
        "name": row.name,
        "email": row.guest.email if row.guest else "",
        "changed": row.changed_at,
        "appointments": [_slot(slots[key]) for key in row.answers if key in slots],
        "waits_for": [_slot(slots[key]) for key in row.waiting if key in slots],
        "replies": list(row.replies.values()),
    }


def _slot(slot: Slot) -> str:
    if slot.day is None:
        return slot.label
    hours = f" {slot.start:%H:%M}" if slot.start else ""
    return f"{slot.day:%Y-%m-%d}{hours}"
