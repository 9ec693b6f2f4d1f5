"""The only ways to get a poll, and somebody's own answers to it.

Rights are grants (``trousse.sharing``): the organiser's own, those given to people, groups and
guests, and the link. Whoever has none finds nothing; whoever only sees is told so.
"""

from typing import TYPE_CHECKING, Literal

from django.db.models import Subquery

from trousse.accounts.queries import guest_by_pk
from trousse.core.errors import NotAllowed, NotFound
from trousse.core.models import Stream
from trousse.core.refs import Ref
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.sharing.access import standing_on
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.current import Visitor
    from trousse.accounts.models import Guest

Purpose = Literal["view", "vote", "manage", "delete"]
NEEDED: dict[Purpose, Role] = {
    "view": Role.VIEW,
    "vote": Role.TAKE_PART,
    "manage": Role.EDIT,
    "delete": Role.MANAGE,
}


def access_poll(visitor: "Visitor", poll_id: str, *, for_: Purpose) -> Poll:
    """Return the poll with its organiser, its ``sequence`` and the visitor's ``standing``.

    Raises NotFound when the visitor may not see it, NotAllowed when they may, but not ``for_``.
    """
    ref = Ref("poll", poll_id)
    stream = Stream.objects.filter(subject=str(ref)).values("last_sequence")
    polls = Poll.objects.select_related("organiser").annotate(told=Subquery(stream))
    poll = next(iter(polls.filter(public_id=poll_id)), None)
    standing = standing_on(visitor, ref) if poll else None
    if poll is None or standing is None:
        raise NotFound
    if standing.role < NEEDED[for_]:
        raise NotAllowed
    poll.sequence = poll.told or 0
    poll.standing = standing
    return poll


def access_slot(poll: Poll, slot_id: str) -> Slot:
    """Return that slot of ``poll``, or raise NotFound."""
    slot = Slot.objects.filter(poll=poll, public_id=slot_id).first()
    if slot is None:
        raise NotFound
    return slot


def find_own_row(poll: Poll, visitor: "Visitor") -> Participant | None:
    """Return the visitor's own row of ``poll``, from ``access_poll``; no query for a stranger.

    An account has its own; the guest whose key the browser holds counts when nobody is signed in.
    """
    if visitor.user is not None:
        mine = poll.participants.filter(user=visitor.user.pk)
    elif poll.standing.guest_id is not None:
        mine = poll.participants.filter(guest=poll.standing.guest_id).select_related("guest")
    else:
        return None
    return next(iter(mine.order_by()), None)


def invited_guest(poll: Poll, visitor: "Visitor") -> "Guest | None":
    """Return the guest as whom the visitor comes, when nobody is signed in."""
    if visitor.user is not None or poll.standing.guest_id is None:
        return None
    return guest_by_pk(poll.standing.guest_id)
