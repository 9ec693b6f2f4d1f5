"""What polls offer to the rest of Trousse: the actions of the kit, each within the person's rights.

Registered in ``wiring``; the manifest declares the same ones, which a test compares.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousse.core.clock import now
from trousse.core.errors import InvalidInput, NotAllowed
from trousse.core.ids import new_public_id
from trousse.core.refs import Ref
from trousse.core.time_zones import TIME_ZONES
from trousse.kit.actions import Caller, Done, register_action
from trousse.kit.membership import restore_members, set_members
from trousse.services.polls import adding, operations
from trousse.services.polls.access import Purpose, access_poll, access_slot
from trousse.services.polls.booking.organising import change_words
from trousse.services.polls.dating import chosen_slots
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import PollDraft, SlotDraft
from trousse.services.polls.queries import card_of
from trousse.services.polls.slot_rows import SlotRow, SlotRows
from trousse_kit.actions import (
    AppendSlots,
    CancelRequest,
    CreatePoll,
    OpenRequest,
    ProposedSlot,
    SetPeopleRequest,
    Thing,
    ThingAnswer,
    UpdatePoll,
)

if TYPE_CHECKING:
    from trousse.accounts.models import User

SERVICE, POLL = "polls", "poll"


def thing_of(poll: Poll) -> Thing:
    """Return a poll as actions answer it."""
    url = f"{settings.SITE_URL}{poll.get_absolute_url()}"
    return Thing(ref=str(poll.ref), title=poll.title, url=url, state=poll.current_state)


def poll_of(ref: str, caller: Caller, for_: Purpose) -> Poll:
    """Return the poll that a request names, for what the caller may do with it."""
    return access_poll(caller.visitor, Ref.parse(ref).id, for_=for_)


def person_of(caller: Caller) -> "User":
    """Return who asks. Raises NotAllowed for somebody without account."""
    if caller.user is None:
        raise NotAllowed
    return caller.user


def create(request: CreatePoll, caller: Caller) -> Done[ThingAnswer]:
    """Make a poll, and ask people to answer."""
    organiser = person_of(caller)
    if request.time_zone not in dict(TIME_ZONES):
        raise InvalidInput(_("This time zone is not known."), field="time_zone")
    draft = PollDraft(
        title=request.title,
        slots=_drafts(request.slots, request.time_zone),
        time_zone=request.time_zone,
        description=request.description,
        place=request.place,
        has_link=request.link,
    )
    poll = operations.create_poll(organiser, draft, key=new_public_id())
    set_members(poll.ref, card_of(poll), request.members, by=organiser)
    return Done(ThingAnswer(thing=thing_of(poll)), {"ref": str(poll.ref)})


def uncreate(before: dict[str, Any], caller: Caller) -> None:
    """Delete what was made."""
    operations.delete_poll(poll_of(before["ref"], caller, "delete"), caller.user)


def open_(request: OpenRequest, caller: Caller) -> ThingAnswer:
    """Say where a poll opens."""
    return ThingAnswer(thing=thing_of(poll_of(request.ref, caller, "view")))


def update(request: UpdatePoll, caller: Caller) -> Done[ThingAnswer]:
    """Change the texts that are given."""
    poll = poll_of(request.ref, caller, "manage")
    texts = {"title": poll.title, "description": poll.description, "place": poll.place}
    given = request.model_dump(include=set(texts), exclude_none=True)
    changed = _change_texts(poll, person_of(caller), texts | given)
    return Done(ThingAnswer(thing=thing_of(changed)), {"ref": request.ref, "texts": texts})


def _change_texts(poll: Poll, actor: "User", texts: dict[str, str]) -> Poll:
    if not poll.is_booking:
        return operations.edit_poll(poll, actor, **texts)
    has_visio, notice_hours = poll.has_visio, poll.notice_hours
    return change_words(poll, actor, texts=texts, has_visio=has_visio, notice_hours=notice_hours)


def unupdate(before: dict[str, Any], caller: Caller) -> None:
    """Put the texts back."""
    poll = poll_of(before["ref"], caller, "manage")
    _change_texts(poll, person_of(caller), before["texts"])


def set_people(request: SetPeopleRequest, caller: Caller) -> Done[ThingAnswer]:
    """Say who may do what on a poll."""
    poll = poll_of(request.ref, caller, "delete")
    before = set_members(poll.ref, card_of(poll), request.members, by=person_of(caller))
    return Done(ThingAnswer(thing=thing_of(poll)), {"ref": request.ref, **before})


def unset_people(before: dict[str, Any], caller: Caller) -> None:
    """Give people back what they could do."""
    poll = poll_of(before["ref"], caller, "delete")
    restore_members(poll.ref, before, by=person_of(caller))


def append(request: AppendSlots, caller: Caller) -> Done[ThingAnswer]:
    """Propose more dates."""
    poll = poll_of(request.ref, caller, "manage")
    drafts = _drafts(request.slots, poll.time_zone)
    slots = adding.add_slots(poll, drafts, person_of(caller))
    before = {"ref": request.ref, "slots": [slot.public_id for slot in slots]}
    return Done(ThingAnswer(thing=thing_of(poll)), before)


def unappend(before: dict[str, Any], caller: Caller) -> None:
    """Take the dates back."""
    poll = poll_of(before["ref"], caller, "manage")
    adding.remove_slots(poll, set(before["slots"]), person_of(caller))


def cancel(request: CancelRequest, caller: Caller) -> Done[ThingAnswer]:
    """Call a poll off; its chosen date too."""
    poll = poll_of(request.ref, caller, "manage")
    chosen = [slot.public_id for slot in chosen_slots(poll)]
    before = {"ref": request.ref, "state": poll.current_state, "slots": chosen}
    called_off = adding.call_off_poll(poll, person_of(caller))
    return Done(ThingAnswer(thing=thing_of(called_off)), before)


@transaction.atomic
def uncancel(before: dict[str, Any], caller: Caller) -> None:
    """Bring the poll back to where it was; dates chosen before are chosen again."""
    poll, actor = poll_of(before["ref"], caller, "manage"), person_of(caller)
    if before["state"] == Poll.State.CLOSED:
        return
    operations.reopen_poll(poll, actor)
    slots = [access_slot(poll, slot_id) for slot_id in before["slots"]]
    if slots:
        operations.decide_slots(poll, slots, actor)


def _drafts(slots: Sequence[ProposedSlot], zone: str) -> list[SlotDraft]:
    """Return what is proposed, under the same rules as the form. Raises InvalidInput."""
    rows = SlotRows([_row(number, slot) for number, slot in enumerate(slots, start=1)])
    clock = ZoneInfo(zone)
    if not rows.read(today=timezone.localdate(now(), clock), zone=clock):
        wrong = next((row.error for row in rows if row.error), rows.error)
        raise InvalidInput(wrong, field="slots")
    return rows.drafts


def _row(number: int, slot: ProposedSlot) -> SlotRow:
    hours = [f"{hour:%H:%M}" if hour else "" for hour in (slot.start, slot.end)]
    return SlotRow(number, slot.day.isoformat(), *hours)


def offer_actions() -> None:
    """Tell the kit what polls can be asked to do."""
    offer = register_action
    offer(SERVICE, POLL, "create", create, uncreate, request=CreatePoll)
    offer(SERVICE, POLL, "open", open_)
    offer(SERVICE, POLL, "update", update, unupdate, request=UpdatePoll)
    offer(SERVICE, POLL, "set_people", set_people, unset_people)
    offer(SERVICE, POLL, "append", append, unappend, request=AppendSlots)
    offer(SERVICE, POLL, "cancel", cancel, uncancel)
