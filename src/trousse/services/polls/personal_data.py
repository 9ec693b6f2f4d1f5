"""What polls keep about a person: what they organise, what they answered."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from trousse.core.outbox import publish
from trousse.core.personal_data import Consequence, DataSubject, Outcome
from trousse.services.polls.events import PollVoted
from trousse.services.polls.models import Answer, Participant, Poll, Slot
from trousse.services.polls.operations import delete_poll


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the polls that the person organises and their own answers; nobody else's."""
    found = {
        "polls": [_poll(poll) for poll in _organised(subject).prefetch_related("slots")],
        "answers": [_row(row) for row in _rows(subject).prefetch_related("poll__slots")],
    }
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Delete the person's polls, a chosen date being called off by letter, and their answers."""
    for poll in _organised(subject):
        delete_poll(poll, None)
    for row in _rows(subject):
        row.delete()
        publish(row.poll.ref, PollVoted(participant=row.public_id))


def foresee(subject: DataSubject) -> Sequence[Consequence]:
    """Tell how many polls and answers go."""
    polls, rows = _organised(subject).count(), _rows(subject).count()
    lines = []
    if polls:
        lines.append(
            ngettext(
                "%(n)d poll that you organise, with the answers it received",
                "%(n)d polls that you organise, with the answers they received",
                polls,
            )
            % {"n": polls}
        )
    if rows:
        lines.append(
            ngettext("Your answers to %(n)d poll", "Your answers to %(n)d polls", rows)
            % {"n": rows}
        )
    return [Consequence(Outcome.ERASED, line) for line in lines]


def _organised(subject: DataSubject) -> QuerySet[Poll]:
    polls = Poll.objects.select_related("organiser").order_by("pk")
    return polls.filter(organiser=subject.user) if subject.user is not None else polls.none()


def _rows(subject: DataSubject) -> QuerySet[Participant]:
    mine = Q(email__in=subject.emails)
    if subject.user is not None:
        mine |= Q(user=subject.user)
    return Participant.objects.filter(mine).select_related("poll").order_by("pk")


def _poll(poll: Poll) -> dict[str, Any]:
    return {
        "title": poll.title,
        "description": poll.description,
        "place": poll.place,
        "state": poll.state,
        "created": poll.created_at,
        "dates": [_slot(slot) for slot in poll.slots.all()],
    }


def _row(row: Participant) -> dict[str, Any]:
    slots = {slot.public_id: slot for slot in row.poll.slots.all()}
    return {
        "poll": row.poll.title,
        "name": row.name,
        "email": row.email,
        "changed": row.changed_at,
        "answers": [
            {"date": _slot(slots[key]), "answer": Answer(letter).label}
            for key, letter in row.answers.items()
            if key in slots
        ],
    }


def _slot(slot: Slot) -> str:
    hours = f" {slot.start:%H:%M}" if slot.start else ""
    return f"{slot.day:%Y-%m-%d}{hours}"
