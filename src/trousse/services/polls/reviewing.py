"""What those who answer propose besides: kept aside, then asked of everybody, or refused."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from trousse.accounts.queries import token_of_guest
from trousse.core import audit
from trousse.core.errors import Conflict
from trousse.notifications.kinds import Kind, register_kind
from trousse.notifications.operations import Notice, notify
from trousse.services.polls import letters
from trousse.services.polls.adding import settle_slots
from trousse.services.polls.asking_again import ask_again
from trousse.services.polls.editing import SlotChange
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.services.polls.operations import lock_poll
from trousse.services.polls.proposing.slots import MOST_SLOTS, Draft

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_WAITING, MOST_OF_ONE = 30, 5
"""Proposals that wait for a review: of all, of one person."""

PROPOSED = Kind(
    name="polls.slot_proposed",
    service="polls",
    title=_("Somebody proposes something else in your poll"),
    line=_("%(name)s proposes %(what)s: %(title)s"),
)
REFUSED = Kind(
    name="polls.proposal_refused",
    service="polls",
    title=_("Your proposal was not kept"),
    line=_("%(organiser)s did not keep what you proposed, %(what)s: %(title)s"),
)
for kind in (PROPOSED, REFUSED):
    register_kind(kind)


def waiting_slots(poll: Poll, by: Participant | None = None) -> list[Slot]:
    """Return what waits for a review, the first proposed first; ``by``: of that person only."""
    slots = Slot.everything.filter(poll=poll, is_offered=False).order_by("pk")
    if by is not None:
        slots = slots.filter(proposed_by=by)
    return list(slots.select_related("proposed_by"))


@transaction.atomic
def propose_slot(poll: Poll, draft: Draft, own: Participant) -> Slot:
    """Keep what somebody who answered proposes, and tell the organiser; nobody answers it yet.

    ``draft``: valid. Proposing the same thing again, while it waits, does nothing. Raises
    Conflict when the poll takes no proposals, has it already, or when too many wait.
    """
    locked = lock_poll(poll)
    if not locked.is_open or not locked.may_propose or locked.is_booking:
        raise Conflict(_("This poll takes no other proposals."))
    same = _same(locked, draft)
    if same is not None and not same.is_offered and same.proposed_by_id == own.pk:
        return same
    if same is not None:
        raise Conflict(_("This is proposed already."))
    waiting = waiting_slots(locked)
    mine = sum(1 for slot in waiting if slot.proposed_by_id == own.pk)
    if mine >= MOST_OF_ONE or len(waiting) >= MOST_WAITING:
        raise Conflict(_("Enough proposals wait for the organiser. Wait until they are looked at."))
    slot = Slot.drafted(locked, draft, order=MOST_SLOTS)
    slot.is_offered, slot.proposed_by = False, own
    slot.save()
    audit.record("polls:poll:propose_slot", subject=poll.ref, actor=own.user)
    _tell_organiser(locked, slot, own)
    return slot


@transaction.atomic
def retract_proposal(poll: Poll, slot_id: str, own: Participant) -> None:
    """Take one's own proposal back while it waits; nothing happens once it was looked at."""
    locked = lock_poll(poll)
    mine = Slot.everything.filter(poll=locked, is_offered=False, proposed_by=own)
    if mine.filter(public_id=slot_id).delete()[0]:
        audit.record("polls:poll:retract_proposal", subject=poll.ref, actor=own.user)


@transaction.atomic
def offer_proposal(poll: Poll, slot_id: str, actor: "User") -> bool:
    """Ask everybody what somebody proposed, and tell those who had answered.

    False when it does not wait any more. Raises Conflict when it can no longer be asked.
    """
    locked = lock_poll(poll)
    slot = _waiting(locked, slot_id)
    if slot is None:
        return False
    if not locked.is_open:
        raise Conflict(_("Reopen the poll before you change what it proposes."))
    if slot.day and slot.day < letters.today_in(locked):
        raise Conflict(_("This day is over."))
    same = _same(locked, slot)
    if same is not None and same.is_offered:
        raise Conflict(_("This is proposed already."))
    count = locked.slots.count()
    if count >= MOST_SLOTS:
        raise Conflict(_("A poll has at most %d dates.") % MOST_SLOTS)
    slot.is_offered, slot.order = True, count
    slot.save(update_fields=["is_offered", "order"])
    ask_again(locked, SlotChange(added=[slot]), actor)
    settle_slots(locked, "offer_proposal", actor)
    return True


@transaction.atomic
def refuse_proposal(poll: Poll, slot_id: str, actor: "User") -> bool:
    """Remove what somebody proposed, and tell them; False when it does not wait any more."""
    locked = lock_poll(poll)
    slot = _waiting(locked, slot_id)
    if slot is None:
        return False
    slot.delete()
    audit.record("polls:poll:refuse_proposal", subject=poll.ref, actor=actor)
    if slot.proposed_by is not None:
        _tell_refused(locked, slot, slot.proposed_by, actor)
    return True


def _waiting(poll: Poll, slot_id: str) -> Slot | None:
    rows = Slot.everything.select_related("proposed_by__user", "proposed_by__guest")
    return rows.filter(poll=poll, is_offered=False, public_id=slot_id).first()


def _same(poll: Poll, draft: Draft | Slot) -> Slot | None:
    """Return the slot, offered or not, at the same time or with the same text, in any room."""
    same = {"day": draft.day, "start": draft.start, "end": draft.end, "label": draft.label}
    return Slot.everything.filter(poll=poll, **same).order_by("-is_offered", "pk").first()


def _tell_organiser(poll: Poll, slot: Slot, own: Participant) -> None:
    params = {"title": poll.title, "name": own.name, "what": _words(poll, slot, poll.organiser)}
    _tell(PROPOSED, poll, slot, poll.organiser, params, actor=own.user)


def _tell_refused(poll: Poll, slot: Slot, row: Participant, actor: "User") -> None:
    if row.user is not None:
        what = _words(poll, slot, row.user)
        params = {"title": poll.title, "organiser": actor.full_name, "what": what}
        _tell(REFUSED, poll, slot, row.user, params, actor=actor)
    token = token_of_guest(row.guest) if row.guest and row.guest.email else ""
    if row.guest and token:
        letters.queue_proposal_refused(poll, row.guest, token, slot, by=actor)


def _words(poll: Poll, slot: Slot, reader: "User") -> str:
    with translation.override(reader.language):
        return slot.words(letters.today_in(poll))


def _tell(
    kind: Kind,
    poll: Poll,
    slot: Slot,
    reader: "User",
    params: dict[str, str],
    *,
    actor: "User | None",
) -> None:
    notice = Notice(
        kind=kind.name,
        about=poll.ref,
        url=poll.get_absolute_url(),
        params=params,
        actor=actor,
        key=f"{poll.ref}/{kind.name}/{slot.public_id}",
    )
    notify([reader], notice)
