"""Answering a poll: the write that happens most, kept short."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.outbox import publish
from trousse.services.polls import letters
from trousse.services.polls.access import guest_token_for, hash_token
from trousse.services.polls.events import PollVoted
from trousse.services.polls.models import Answer, Participant, Poll
from trousse.services.polls.queries import hash_slots

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_PARTICIPANTS = 1000
CHANGING_FIELDS = ("name", "email", "answers", "user", "token_hash", "version", "changed_at")


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody sends.

    ``answers``: ``{slot public id: Answer letter}``. ``key``: made with the form, so that sending
    it twice makes one row. ``slots_hash``, ``version``: what the form was made for; a version
    of None overwrites knowingly.
    """

    name: str
    answers: Mapping[str, str]
    key: str
    slots_hash: str
    email: str = ""
    language: str = "fr"
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The row as saved; the guest's token when the row comes from this very form."""

    participant: Participant
    token: str = ""


class SlotsChanged(Conflict):
    """The proposed slots are no longer those of the form."""

    code = "slots_changed"
    default_message = _("The proposed dates have changed. Please check your answers.")


class AnsweredElsewhere(Conflict):
    """The row was changed from another tab or device since the form was made."""

    code = "answered_elsewhere"
    default_message = _(
        "You changed your answers in another window. What you chose here is below: "
        "check it, then save again to keep it."
    )


@transaction.atomic
def cast_vote(poll: Poll, ballot: Ballot, *, own: Participant | None, user: "User | None") -> Saved:
    """Save somebody's answers and tell the poll's followers.

    ``own``: the visitor's row when known. The same ballot again changes nothing and tells nothing.
    Raises Conflict when the poll takes no answers or the form is stale, InvalidInput when an
    answer cannot be understood.
    """
    if not _hold_open(poll):
        raise Conflict(_("This poll no longer takes answers. Nothing was saved."))
    _check_slots(poll, ballot)
    row = _current_row(poll, ballot, own, user)
    if row is None:
        return _add_row(poll, ballot, user)
    return _change_row(poll, ballot, row, user)


@transaction.atomic
def withdraw_vote(poll: Poll, own: Participant) -> None:
    """Erase somebody's row. Raises Conflict when the poll takes no changes any more."""
    if not _hold_open(poll):
        raise Conflict(_("This poll no longer takes answers. Ask its organiser."))
    if Participant.objects.filter(pk=own.pk).delete()[0]:
        publish(poll.ref, PollVoted(participant=own.public_id))


def _hold_open(poll: Poll) -> bool:
    """Keep the poll as it is until the transaction ends, if it takes answers; tell whether.

    One UPDATE, where a lock, a look and a date of change would be three statements.
    """
    open_poll = Poll.objects.filter(pk=poll.pk, state=Poll.State.OPEN)
    return open_poll.update(changed_at=now()) == 1


def _check_slots(poll: Poll, ballot: Ballot) -> None:
    slots = list(poll.slots.all())
    if hash_slots(slots) != ballot.slots_hash:
        raise SlotsChanged
    known = {slot.public_id for slot in slots}
    if not known.issuperset(ballot.answers) or not set(ballot.answers.values()) <= set(Answer):
        raise InvalidInput(_("One of the answers cannot be read. Please choose again."))
    if not ballot.answers:
        raise InvalidInput(_("Answer at least one date."))


def _current_row(
    poll: Poll, ballot: Ballot, own: Participant | None, user: "User | None"
) -> Participant | None:
    """Return the row to change as it is now, found by its owner or by the form's key."""
    rows = Participant.objects.filter(poll=poll)
    row = rows.filter(pk=own.pk).first() if own else None
    if row is None and user is not None:
        row = rows.filter(user=user).first()
    if row is None:
        row = rows.filter(creation_key=ballot.key).first()
    if row is not None and row.user_id is not None and (user is None or row.user_id != user.pk):
        raise Conflict(_("These answers belong to an account. Sign in to change them."))
    return row


def _add_row(poll: Poll, ballot: Ballot, user: "User | None") -> Saved:
    token = "" if user else guest_token_for(poll, ballot.key)
    row = Participant.objects.create(
        poll=poll,
        user=user,
        name=ballot.name,
        email="" if user else ballot.email,
        language=ballot.language,
        token_hash=hash_token(token) if token else "",
        creation_key=ballot.key,
        answers=dict(ballot.answers),
    )
    told = publish(poll.ref, PollVoted(participant=row.public_id))
    _refuse_a_crowd(poll, told)
    if row.email:
        letters.queue_personal_link(poll, row, token)
    return Saved(row, token)


def _refuse_a_crowd(poll: Poll, told: int) -> None:
    """Refuse the row just added when the poll has too many; ``told``: the number of its fact.

    Each row was told once at least, so a low number spares the count.
    """
    if told > MOST_PARTICIPANTS and poll.participants.count() > MOST_PARTICIPANTS:
        raise Conflict(_("This poll has reached the largest number of answers."))


def _change_row(poll: Poll, ballot: Ballot, row: Participant, user: "User | None") -> Saved:
    is_retry = user is None and row.creation_key == ballot.key
    token = guest_token_for(poll, ballot.key) if is_retry else ""
    wanted = (ballot.name, "" if user else ballot.email, dict(ballot.answers))
    if (row.name, row.email, row.answers) == wanted and (user is None or row.user_id):
        return Saved(row, token)
    if ballot.version is not None and ballot.version != row.version:
        raise AnsweredElsewhere
    row.name, row.email, row.answers = wanted
    if user is not None and row.user_id is None:
        row.user, row.token_hash = user, ""
    row.version += 1
    row.changed_at = now()
    row.save(update_fields=CHANGING_FIELDS)
    publish(poll.ref, PollVoted(participant=row.public_id))
    return Saved(row, token)
