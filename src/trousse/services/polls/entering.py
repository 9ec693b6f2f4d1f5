"""Somebody's answers entered by an organiser, with the trace of it; the person may take over.

The row is the person's own from the start: an account or a personal link finds it again, and
whoever saves their answers themselves makes the trace go. Nobody takes over a row that has a name
only: a name proves nothing.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import change_contact, invite_guest
from trousse.accounts.queries import token_of_guest
from trousse.core import audit
from trousse.core.errors import Conflict, NotFound
from trousse.core.outbox import publish
from trousse.notifications.kinds import Kind, register_kind
from trousse.notifications.operations import Notice, notify
from trousse.services.polls import letters
from trousse.services.polls.events import PollVoted
from trousse.services.polls.inviting import missing_guests, missing_people
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.queries import card_of
from trousse.services.polls.voting import AnsweredElsewhere, Ballot, cast_vote
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User

MOST_OFFERED = 200
"""People to choose from; beyond, they are found by their name and their address."""

ENTERED = Kind(
    name="polls.entered",
    service="polls",
    title=_("Somebody answered for you"),
    line=_("%(organiser)s answered for you: %(title)s. Check it, change it if need be."),
)
register_kind(ENTERED)


@dataclass(frozen=True, slots=True)
class Somebody:
    """For whom an organiser answers: an invited account, an invited guest, or only a name.

    ``email``: with a name, makes a guest of them, who receives a personal link.
    """

    user: "User | None" = None
    guest: "Guest | None" = None
    name: str = ""
    email: str = ""

    @property
    def shown_name(self) -> str:
        named = self.user.full_name if self.user else self.guest.name if self.guest else self.name
        return named[:80]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an organiser sends for somebody; see ``voting.Ballot``."""

    answers: Mapping[str, str]
    key: str
    slots_hash: str
    replies: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None


def people_to_answer_for(poll: Poll) -> dict[str, Somebody]:
    """Return who was invited and has not answered, by a key for a form, at most MOST_OFFERED."""
    people = {
        f"u{one.public_id}": Somebody(user=one) for one in missing_people(poll)[:MOST_OFFERED]
    }
    guests = {f"g{one.public_id}": Somebody(guest=one) for one in missing_guests(poll)}
    return dict([*people.items(), *guests.items()][:MOST_OFFERED])


def entered_row(poll: Poll, row_id: str) -> Participant:
    """Return a row that an organiser entered and nobody took over, or raise NotFound."""
    rows = poll.participants.filter(public_id=row_id, entered_by__isnull=False)
    found = rows.select_related("user", "guest", "entered_by").first()
    if found is None:
        raise NotFound
    return found


def entered_rows(poll: Poll) -> list[Participant]:
    """Return the rows that organisers entered and nobody took over."""
    return list(poll.participants.filter(entered_by__isnull=False).select_related("entered_by"))


def enter_answers(poll: Poll, somebody: Somebody, entry: Entry, actor: "User") -> Participant:
    """Answer for ``somebody`` who has not, and tell them where they can be told.

    The same entry again changes nothing. Raises Conflict when they answered meanwhile or the poll
    takes no answers, InvalidInput for what cannot be understood, TooManyRequests above the day's
    invitations.
    """
    try:
        return _enter_once(poll, somebody, entry, actor)
    except (AnsweredElsewhere, IntegrityError) as error:
        raise Conflict(_("This person has answered meanwhile: their own answers stay.")) from error


@transaction.atomic
def _enter_once(poll: Poll, somebody: Somebody, entry: Entry, actor: "User") -> Participant:
    known = poll.participants.filter(creation_key=entry.key).select_related("guest").first()
    guest = known.guest if known else somebody.guest
    if somebody.email and known is None:
        guest = _invited(poll, somebody, actor)
    ballot = _ballot(somebody.shown_name, guest, entry, actor, version=0)  # of no row that exists
    row = cast_vote(_as_if_for(poll, guest), ballot, own=known, user=somebody.user).participant
    if known is not None:  # sent twice
        return row
    _trace("polls:answers:enter", poll, row, actor)
    if somebody.user is not None:
        notify([somebody.user], _notice(poll, row, actor))
    elif somebody.guest is not None and somebody.guest.email:
        letters.queue_entered(poll, somebody.guest, token_of_guest(somebody.guest), actor)
    return row


@transaction.atomic
def change_entered(poll: Poll, row: Participant, entry: Entry, actor: "User") -> Participant:
    """Change a row from ``entered_row``. Raises Conflict when the person took it over meanwhile."""
    ballot = _ballot(row.name, row.guest, entry, actor, version=entry.version)
    try:
        saved = cast_vote(_as_if_for(poll, row.guest), ballot, own=row, user=row.user)
    except AnsweredElsewhere as error:
        raise Conflict(_("These answers have changed meanwhile. Look at them again.")) from error
    _trace("polls:answers:change", poll, row, actor)
    return saved.participant


@transaction.atomic
def erase_entered(poll: Poll, row: Participant, actor: "User") -> None:
    """Erase a row from ``entered_row``; doing it twice does nothing."""
    if poll.participants.filter(pk=row.pk, entered_by__isnull=False).delete()[0]:
        _trace("polls:answers:erase", poll, row, actor)
        publish(poll.ref, PollVoted(participant=row.public_id))


def _invited(poll: Poll, somebody: Somebody, actor: "User") -> "Guest":
    """Invite whoever has that address as any guest is: same caps, same letter."""
    if poll.participants.filter(guest__email=somebody.email.lower()).exists():
        raise AnsweredElsewhere
    with translation.override(actor.language):
        note = str(_("I answered for you. With this link, you can check it and change it."))
    invitation = Invitation([], [], [somebody.email], Role.TAKE_PART, note=note)
    share_with(poll.ref, card_of(poll), invitation, by=actor)
    guest, _token = invite_guest(somebody.name, somebody.email, actor.language, invited_by=actor)
    change_contact(guest, somebody.shown_name, guest.email)
    return guest


def _ballot(  # what a ballot is made of
    name: str, guest: "Guest | None", entry: Entry, actor: "User", *, version: int | None
) -> Ballot:
    return Ballot(
        name=name,
        answers=entry.answers,
        key=entry.key,
        slots_hash=entry.slots_hash,
        replies=entry.replies,
        email=guest.email if guest else "",
        language=guest.language if guest else actor.language,
        version=version,
        entered_by=actor,
    )


def _as_if_for(poll: Poll, guest: "Guest | None") -> Poll:
    """Return the poll as that guest would have got it: the row becomes theirs."""
    theirs = copy(poll)
    theirs.standing = replace(poll.standing, guest_id=guest.pk if guest else None)
    return theirs


def _trace(action: str, poll: Poll, row: Participant, actor: "User") -> None:
    audit.record(action, subject=poll.ref, actor=actor, details={"participant": row.public_id})


def _notice(poll: Poll, row: Participant, actor: "User") -> Notice:
    return Notice(
        kind=ENTERED.name,
        about=poll.ref,
        url=poll.get_absolute_url(),
        params={"title": poll.title, "organiser": actor.full_name},
        actor=actor,
        key=f"{poll.ref}/entered/{row.public_id}",
    )
