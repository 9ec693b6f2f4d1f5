"""Creating appointments, changing what is said of them, adding more of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import InvalidInput
from trousse.core.outbox import publish
from trousse.services.polls import events
from trousse.services.polls.booking.making import overlapping
from trousse.services.polls.indexing import keep_text, publish_poll
from trousse.services.polls.models import (
    BOOKING_RETENTION,
    Poll,
    Question,
    Slot,
    last_day_of,
)
from trousse.services.polls.operations import lock_poll, save_poll
from trousse.services.polls.proposing.slots import MOST_SLOTS, Hours, SlotDraft
from trousse.services.polls.queries import card_of
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.operations import open_link, own_thing
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_APPOINTMENTS = MOST_SLOTS


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of text asked of whoever takes an appointment."""

    text: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class BookingDraft:
    """Appointments as their organiser wants them; slots are valid, distinct and not empty.

    ``capacity``: how many may take each. ``notice_hours``: see ``models.Poll``.
    ``has_link``: whoever has the link may take one, without an account.
    """

    title: str
    slots: Sequence[SlotDraft]
    time_zone: str
    description: str = ""
    place: str = ""
    has_visio: bool = False
    capacity: int = 1
    notice_hours: int = 0
    asked: Sequence[Asked] = ()
    has_link: bool = True
    invited: Invitation | None = None


@transaction.atomic
def create_booking(organiser: "User", draft: BookingDraft, *, key: str) -> Poll:
    """Create appointments that may be taken; the same ``key`` again returns the first ones.

    Nobody is reminded and nobody comments: families do not meet each other there. Raises
    TooManyRequests, and creates nothing, when too many people were invited today.
    """
    values = _columns(draft)
    poll, created = Poll.objects.get_or_create(
        organiser=organiser, creation_key=key, defaults=values
    )
    if not created:
        return poll
    _add_slots(poll, draft.slots, draft.capacity)
    Question.objects.bulk_create(
        Question(poll=poll, text=one.text, is_required=one.is_required, order=order)
        for order, one in enumerate(draft.asked)
    )
    audit.record("polls:poll:create", subject=poll.ref, actor=organiser)
    publish(poll.ref, events.PollCreated(slots=len(draft.slots)))
    own_thing(poll.ref, organiser)
    keep_text(poll)
    publish_poll(poll, organiser)
    if draft.has_link:
        open_link(poll.ref, Role.TAKE_PART, by=organiser)
    if draft.invited:
        share_with(poll.ref, card_of(poll), draft.invited, by=organiser)
    return poll


def _columns(draft: BookingDraft) -> dict[str, Any]:
    return {
        "kind": Poll.Kind.BOOKING,
        "title": draft.title,
        "description": draft.description,
        "place": draft.place,
        "has_visio": draft.has_visio,
        "notice_hours": draft.notice_hours,
        "time_zone": draft.time_zone,
        "has_questions": bool(draft.asked),
        "answers_shown": Poll.AnswersShown.ONCE_CLOSED,
        "names_shown": False,
        "may_comment": False,
        "reminds": False,
        "expires_on": last_day_of((slot.day for slot in draft.slots), BOOKING_RETENTION),
    }


@transaction.atomic
def add_appointments(
    poll: Poll, drafts: Sequence[SlotDraft], capacity: int, actor: "User"
) -> list[Slot]:
    """Offer more appointments; those whose hours touch existing ones of the day are left out.

    Raises InvalidInput when there would be too many, or when none is left.
    """
    locked = lock_poll(poll)
    known = list(Slot.everything.filter(poll=locked))
    new = [one for one in drafts if not overlapping([one], _hours_of(known, one))]
    if not new:
        raise InvalidInput(_("These hours are all taken by appointments offered already."))
    if len(known) + len(new) > MOST_APPOINTMENTS:
        raise InvalidInput(_("There are at most %d appointments.") % MOST_APPOINTMENTS)
    slots = _add_slots(locked, new, capacity)
    locked.expires_on = last_day_of((slot.day for slot in [*known, *slots]), locked.kept_for)
    save_poll(locked, actor, "expires_on")
    audit.record("polls:poll:add_slots", subject=poll.ref, actor=actor)
    publish(poll.ref, events.PollChanged())
    return slots


def _hours_of(slots: Sequence[Slot], draft: SlotDraft) -> list[Hours]:
    return [Hours(slot.start, slot.end) for slot in slots if slot.day == draft.day]


def _add_slots(poll: Poll, drafts: Sequence[SlotDraft], capacity: int) -> list[Slot]:
    return Slot.objects.bulk_create(
        Slot(poll=poll, day=one.day, start=one.start, end=one.end, capacity=capacity)
        for one in drafts
    )
