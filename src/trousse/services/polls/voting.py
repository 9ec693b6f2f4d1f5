"""Answering a poll: the write that happens most, kept short."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import change_contact
from trousse.accounts.queries import guest_by_pk, token_of_guest
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.outbox import publish
from trousse.services.polls import letters
from trousse.services.polls.asking import check_replies, questions_of
from trousse.services.polls.closing import look_after_vote
from trousse.services.polls.events import PollVoted
from trousse.services.polls.models import Answer, Participant, Poll, Slot, taking_answers
from trousse.services.polls.queries import hash_slots, slots_of
from trousse.services.polls.rooms import refuse_beyond_limits
from trousse.sharing.operations import admit_guest, admit_person
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User

MOST_PARTICIPANTS = 1000
CHANGING_FIELDS = ("name", "answers", "replies", "entered_by", "version", "changed_at")


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody sends.

    ``answers``: ``{slot public id: Answer letter}``. ``key``: made with the form, so that sending
    it twice makes one row. ``slots_hash``, ``version``: what the form was made for; a version
    of None overwrites knowingly, unless the answer was kept on a device without network
    (``was_kept``): then it knew of no row at all. ``replies``: ``{question public id: text}``.
    ``entered_by``: the organiser who answers for somebody (``entering``), None for oneself.
    """

    name: str
    answers: Mapping[str, str]
    key: str
    slots_hash: str
    email: str = ""
    language: str = "fr"
    version: int | None = None
    was_kept: bool = False
    replies: Mapping[str, str] = field(default_factory=dict)
    entered_by: "User | None" = None


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


def cast_vote(poll: Poll, ballot: Ballot, *, own: Participant | None, user: "User | None") -> Saved:
    """Save somebody's answers and tell the poll's followers.

    ``poll``: from ``access_poll``; ``own``: the visitor's row, from ``find_own_row``. The same
    ballot again changes nothing and tells nothing. Raises Conflict when the poll takes no answers
    or the form is stale, InvalidInput when an answer cannot be understood.
    """
    try:
        return _cast_once(poll, ballot, own, user)
    except IntegrityError:  # the row is there: a first reply was lost, or a double click
        row = _row_already_there(poll, ballot, user)
        if row is None:
            raise
        return _cast_once(poll, ballot, row, user)


@transaction.atomic
def _cast_once(poll: Poll, ballot: Ballot, own: Participant | None, user: "User | None") -> Saved:
    if not _hold_open(poll):
        raise Conflict(_("This poll no longer takes answers. Nothing was saved."))
    slots = _check_slots(poll, ballot)
    refuse_beyond_limits(poll, slots, ballot.answers, key=ballot.key, own=own, user=user)
    ballot = replace(ballot, replies=check_replies(questions_of(poll), ballot.replies))
    saved = _add_row(poll, ballot, user) if own is None else _change_row(poll, ballot, own, user)
    look_after_vote(poll)
    return saved


@transaction.atomic
def withdraw_vote(poll: Poll, own: Participant) -> None:
    """Erase somebody's row. Raises Conflict when the poll takes no changes any more."""
    if not _hold_open(poll):
        raise Conflict(_("This poll no longer takes answers. Ask its organiser."))
    if poll.may_propose:
        Slot.everything.filter(poll=poll, is_offered=False, proposed_by=own).delete()
    if Participant.objects.filter(pk=own.pk).delete()[0]:
        publish(poll.ref, PollVoted(participant=own.public_id))


def _hold_open(poll: Poll) -> bool:
    """Keep the poll as it is until the transaction ends, if it takes answers; tell whether.

    One UPDATE, where a lock, a look and a date of change would be three statements.
    """
    open_poll = Poll.objects.filter(taking_answers(), pk=poll.pk)
    return open_poll.update(changed_at=now()) == 1


def _check_slots(poll: Poll, ballot: Ballot) -> list[Slot]:
    slots = slots_of(poll)
    if hash_slots(slots) != ballot.slots_hash:
        raise SlotsChanged
    known = {slot.public_id for slot in slots}
    if not known.issuperset(ballot.answers) or not set(ballot.answers.values()) <= set(Answer):
        raise InvalidInput(_("One of the answers cannot be read. Please choose again."))
    if not ballot.answers:
        raise InvalidInput(_("Answer at least one date."))
    return slots


def _row_already_there(poll: Poll, ballot: Ballot, user: "User | None") -> Participant | None:
    """Return the row that this person, or this very form, made before."""
    row = poll.participants.filter(user=user).first() if user else None
    if row is None:
        row = poll.participants.filter(creation_key=ballot.key).first()
    if row is not None and row.user_id is not None and (user is None or row.user_id != user.pk):
        raise Conflict(_("These answers belong to an account. Sign in to change them."))
    return row


def _add_row(poll: Poll, ballot: Ballot, user: "User | None") -> Saved:
    guest = _guest_who_answers(poll, ballot) if user is None else None
    row = Participant.objects.create(
        poll=poll,
        user=user,
        guest=guest,
        name=ballot.name,
        creation_key=ballot.key,
        answers=dict(ballot.answers),
        replies=dict(ballot.replies),
        entered_by=ballot.entered_by,
    )
    if user is not None and not poll.standing.is_lasting:
        admit_person(poll.ref, user, Role.TAKE_PART)
    told = publish(poll.ref, PollVoted(participant=row.public_id))
    _refuse_a_crowd(poll, told)
    token = token_of_guest(guest) if guest else ""
    if guest is not None and guest.email and ballot.entered_by is None:
        letters.queue_personal_link(poll, guest, token)
    return Saved(row, token)


class AddressAnswered(Conflict):
    """Somebody answered with this address before: their personal link is the way to change it."""

    code = "address_answered"
    default_message = _(
        "Somebody answered with this address already. Nothing was saved: a letter with the personal"
        " link has just left for it. Open it to change those answers, or give another address."
    )


def _refuse_address_twice(poll: Poll, email: str) -> None:
    """Keep one row for one address, whatever its capitals; nobody changes a row unproven."""
    if email and poll.participants.filter(guest__email=email.lower()).exists():
        raise AddressAnswered(field="email")


def _guest_who_answers(poll: Poll, ballot: Ballot) -> "Guest | None":
    """Return the guest whose key the browser holds for this poll, or a new one with a new key.

    None for somebody of whom an organiser knows only the name: nobody would hold the key.
    """
    if poll.standing.guest_id is not None:
        guest = guest_by_pk(poll.standing.guest_id)
        change_contact(guest, ballot.name, ballot.email or guest.email)
        return guest
    if ballot.entered_by is not None:
        return None
    _refuse_address_twice(poll, ballot.email)
    return admit_guest(
        poll.ref,
        Role.TAKE_PART,
        name=ballot.name,
        email=ballot.email,
        language=ballot.language,
        expires_at=end_of_poll(poll),
    )


def end_of_poll(poll: Poll) -> datetime:
    """Return the instant at which the poll, and what its guests may do with it, ends."""
    return datetime.combine(poll.expires_on, time(), tzinfo=UTC)


def _refuse_a_crowd(poll: Poll, told: int) -> None:
    """Refuse the row just added when the poll has too many; ``told``: the number of its fact.

    Each row was told once at least, so a low number spares the count.
    """
    if told > MOST_PARTICIPANTS and poll.participants.count() > MOST_PARTICIPANTS:
        raise Conflict(_("This poll has reached the largest number of answers."))


def _change_row(poll: Poll, ballot: Ballot, row: Participant, user: "User | None") -> Saved:
    guest = row.guest if user is None else None
    is_retry = guest is not None and row.creation_key == ballot.key
    token = token_of_guest(guest) if guest and is_retry else ""
    email = guest.email if guest else ""
    if email == ballot.email and _says_the_same(row, ballot):
        return Saved(row, token)
    if _is_stale(ballot, row):
        raise AnsweredElsewhere
    if not _write_row(row, ballot):
        return _change_row_anew(poll, ballot, row, user)
    if guest is not None:
        change_contact(guest, ballot.name, ballot.email)
    publish(poll.ref, PollVoted(participant=row.public_id))
    return Saved(row, token)


def _says_the_same(row: Participant, ballot: Ballot) -> bool:
    sent = (ballot.name, dict(ballot.answers), dict(ballot.replies), ballot.entered_by)
    return (row.name, row.answers, row.replies, row.entered_by) == sent


def _is_stale(ballot: Ballot, row: Participant) -> bool:
    """Whether the row was changed by somebody who knew more than the sender of ``ballot``."""
    if ballot.version is not None:
        return ballot.version != row.version
    return ballot.was_kept and (row.creation_key != ballot.key or row.version > 1)


def _write_row(row: Participant, ballot: Ballot) -> bool:
    """Write the ballot if the row is still as it was read; tell whether.

    The condition spares reading the row once more under the lock of the poll.
    """
    row.name, row.answers, row.changed_at = ballot.name, dict(ballot.answers), now()
    row.replies, row.entered_by = dict(ballot.replies), ballot.entered_by
    as_read = Participant.objects.filter(pk=row.pk, version=row.version)
    row.version += 1
    changes = {name: getattr(row, name) for name in CHANGING_FIELDS}
    return as_read.update(**changes) == 1


def _change_row_anew(poll: Poll, ballot: Ballot, old: Participant, user: "User | None") -> Saved:
    """Change a row that was changed or erased since it was read: nobody else can any more."""
    row = poll.participants.filter(pk=old.pk).select_related("guest").first()
    if row is None and ballot.entered_by is not None:
        raise AnsweredElsewhere  # erased by whom it is about: it stays so
    if row is None:
        return _add_row(poll, ballot, user)
    return _change_row(poll, ballot, row, user)


def move_rows(guest: "Guest", heir: "User | None") -> None:
    """Give the rows of ``guest`` to the account of the same person, where it has none yet.

    Called when a guest ends. Without heir the rows stay, named, and nobody can change them.
    """
    if heir is None:
        return
    rows = Participant.objects.filter(guest=guest)
    answered = Participant.objects.filter(user=heir, poll__in=rows.values("poll"))
    spare = rows.filter(poll__in=list(answered.values_list("poll", flat=True)))
    touched = list(rows.select_related("poll"))
    spare.delete()
    rows.update(user=heir, guest=None, name=heir.full_name[:80], changed_at=now())
    for row in touched:
        publish(row.poll.ref, PollVoted(participant=row.public_id))
