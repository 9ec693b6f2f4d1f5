"""Rows of appointments: who has or waits for one, written while the poll is held."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import change_contact
from trousse.accounts.queries import guest_by_pk, token_of_guest
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict
from trousse.core.outbox import publish
from trousse.services.polls.asking import check_replies, questions_of
from trousse.services.polls.events import PollVoted
from trousse.services.polls.models import Participant, Poll, taking_answers
from trousse.services.polls.voting import MOST_PARTICIPANTS, end_of_poll
from trousse.sharing.operations import admit_guest, admit_person
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants an appointment, and which: the public id of a slot, or those waited for.

    ``key``: made with the form, so that sending it twice makes one appointment.
    """

    name: str
    key: str
    slot: str = ""
    waits_for: tuple[str, ...] = ()
    email: str = ""
    language: str = "fr"
    replies: Mapping[str, str] = field(default_factory=dict)


class HasOne(Conflict):
    """Somebody with that address has an appointment already."""

    code = "has_one"
    default_message = _(
        "An appointment is taken with this address already. To move or cancel it, use the personal "
        "link in the letter: it has just been sent again."
    )

    def __init__(self, row: Participant) -> None:
        super().__init__(field="email")
        self.row = row


def hold_open(poll: Poll) -> None:
    """Keep the poll as it is until the transaction ends. Raises Conflict when it is closed."""
    held = Poll.objects.filter(taking_answers(), pk=poll.pk).update(changed_at=now())
    if not held:
        raise Conflict(_("Appointments are no longer taken here. Ask who receives you."))


def fresh(poll: Poll, own: Participant | None) -> Participant | None:
    """Return the row as it is now that the poll is held."""
    if own is None:
        return None
    return poll.participants.filter(pk=own.pk).select_related("user", "guest").first()


def row_already_there(poll: Poll, key: str, user: "User | None") -> Participant | None:
    """Return the row that this account, or this very form, made before."""
    rows = poll.participants.select_related("user", "guest")
    if user is not None:
        return rows.filter(user=user).first()
    return rows.filter(creation_key=key, user__isnull=True).first()


def settle(poll: Poll, row: Participant, verb: str, actor: "User | None") -> None:
    """Keep a trace, and tell the poll's followers, without a name."""
    audit.record(f"polls:poll:{verb}", subject=poll.ref, actor=actor)
    publish(poll.ref, PollVoted(participant=row.public_id))


def new_row(
    poll: Poll,
    wish: Wish,
    user: "User | None",
    answers: dict[str, str],
    waiting: Collection[str] = (),
) -> tuple[Participant, str]:
    """Make the row of whoever wishes, with the guest's token when they have no account.

    Raises HasOne for an address that has a row, InvalidInput for a reply that is wrong, Conflict
    when there are too many rows.
    """
    replies = check_replies(questions_of(poll), wish.replies)
    guest = None if user else _guest(poll, wish)
    row = Participant.objects.create(
        poll=poll,
        user=user,
        guest=guest,
        name=wish.name,
        creation_key=wish.key,
        answers=answers,
        waiting=list(waiting),
        replies=replies,
    )
    if user is not None and not poll.standing.is_lasting:
        admit_person(poll.ref, user, Role.TAKE_PART)
    if poll.participants.count() > MOST_PARTICIPANTS:
        raise Conflict(_("This poll has reached the largest number of answers."))
    return row, token_of_guest(guest) if guest else ""


def _guest(poll: Poll, wish: Wish) -> "Guest":
    """Return the guest whose key the browser holds for this poll, or a new one with a new key."""
    if wish.email:
        twin = poll.participants.filter(guest__email__iexact=wish.email).first()
        if twin is not None:
            raise HasOne(twin)
    if poll.standing.guest_id is not None:
        guest = guest_by_pk(poll.standing.guest_id)
        change_contact(guest, wish.name, wish.email or guest.email)
        return guest
    return admit_guest(
        poll.ref,
        Role.TAKE_PART,
        name=wish.name,
        email=wish.email,
        language=wish.language,
        expires_at=end_of_poll(poll),
    )


def change_row(
    poll: Poll, row: Participant, wish: Wish, answers: dict[str, str], waiting: list[str]
) -> None:
    """Give the row another slot or other slots to wait for, and what else was typed."""
    row.replies = check_replies(questions_of(poll), wish.replies or row.replies)
    row.name = wish.name or row.name
    write_row(row, answers, waiting)
    if row.guest is not None and wish.email:
        change_contact(row.guest, row.name, wish.email)


def write_row(row: Participant, answers: dict[str, str], waiting: list[str]) -> None:
    """Save the row as its next version."""
    row.answers, row.waiting = answers, waiting
    row.version += 1
    row.changed_at = now()
    row.save(update_fields=["answers", "waiting", "replies", "name", "version", "changed_at"])


def token_of(row: Participant, wish: Wish) -> str:
    """Return the guest's token when this very form made the row: its first reply was lost."""
    is_retry = row.guest is not None and row.creation_key == wish.key
    return token_of_guest(row.guest) if row.guest and is_retry else ""
