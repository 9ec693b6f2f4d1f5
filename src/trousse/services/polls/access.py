"""The only ways to get a poll, and somebody's own answers to it.

Rights are grants (``trousse.sharing``): the organiser's own, those given to people, groups and
guests, and the link. Whoever has none finds nothing; whoever only sees is told so.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import QuerySet, Subquery

from trousse.accounts.queries import guest_by_pk
from trousse.core.errors import NotAllowed, NotFound
from trousse.core.models import Stream
from trousse.core.prepared import objects_of
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
    found = objects_of("polls.poll", _poll_query, {"poll": poll_id, "ref": str(ref)})
    poll = found[0] if found else None
    standing = standing_on(visitor, ref) if poll else None
    if poll is None or standing is None:
        raise NotFound
    if standing.role < NEEDED[for_]:
        raise NotAllowed
    poll.sequence = poll.sequence or 0  # None before the first fact
    poll.standing = standing
    return poll


def _poll_query(values: Mapping[str, Any]) -> QuerySet[Poll]:
    stream = Stream.objects.filter(subject=values["ref"]).values("last_sequence")
    poll = Poll.objects.filter(public_id=values["poll"]).select_related("organiser")
    return poll.annotate(sequence=Subquery(stream))  # type: ignore[no-redef]  # declared for readers


def access_slot(poll: Poll, slot_id: str, *, even_held_back: bool = False) -> Slot:
    """Return that slot of ``poll``, or raise NotFound.

    ``even_held_back``: one that is not offered to those who answer counts too.
    """
    slots = Slot.everything if even_held_back else Slot.objects
    slot = slots.filter(poll=poll, public_id=slot_id).first()
    if slot is None:
        raise NotFound
    return slot


def find_own_row(poll: Poll, visitor: "Visitor") -> Participant | None:
    """Return the visitor's own row of ``poll``, from ``access_poll``; no query for a stranger.

    An account has its own; the guest whose key the browser holds counts when nobody is signed in.
    """
    if visitor.user is not None:
        rows = objects_of("polls.row", _agent_row, {"poll": poll.pk, "user": visitor.user.pk})
    elif poll.standing.guest_id is not None:
        values = {"poll": poll.pk, "guest": poll.standing.guest_id}
        rows = objects_of("polls.row", _guest_row, values)
    else:
        return None
    return rows[0] if rows else None


def _agent_row(values: Mapping[str, Any]) -> QuerySet[Participant]:
    return Participant.objects.filter(poll=values["poll"], user=values["user"]).order_by()


def _guest_row(values: Mapping[str, Any]) -> QuerySet[Participant]:
    rows = Participant.objects.filter(poll=values["poll"], guest=values["guest"])
    return rows.select_related("guest").order_by()


def invited_guest(poll: Poll, visitor: "Visitor") -> "Guest | None":
    """Return the guest as whom the visitor comes, when nobody is signed in."""
    if visitor.user is not None or poll.standing.guest_id is None:
        return None
    return guest_by_pk(poll.standing.guest_id)
