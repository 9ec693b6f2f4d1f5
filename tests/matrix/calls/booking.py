"""Appointments of the responsible person, in which everybody has the role of their name."""

from datetime import date, time

from tests.matrix.calling import Call, calls
from tests.matrix.world import World
from trousse.services.polls.booking.creating import BookingDraft, create_booking
from trousse.services.polls.models import Poll
from trousse.services.polls.proposing.slots import SlotDraft

DAY = date(2026, 12, 1)


def _evening(world: World) -> Poll:
    slots = [SlotDraft(DAY, time(17), time(17, 10)), SlotDraft(DAY, time(17, 10), time(17, 20))]
    draft = BookingDraft("Réunion", slots, "Europe/Paris")
    poll = create_booking(world.people["responsible"], draft, key="r" * 22)
    world.share(poll.ref)
    return poll


def _hours() -> dict[str, object]:
    day = {"day": [DAY.isoformat()], "start": ["18:00"], "end": ["19:00"]}
    return {**day, "length": "10", "pause": "0", "rest_from": "", "rest_until": "", "capacity": "1"}


@calls("polls:create_booking")
def _new(world: World, actor: str) -> Call:
    words = {"title": "Réunion", "place": "", "description": "", "notice_hours": "0"}
    more = {"question": "", "time_zone": "Europe/Paris", "key": "s" * 22}
    return Call(data={**words, **_hours(), **more})


@calls("polls:edit_booking")
def _words(world: World, actor: str) -> Call:
    data = {"title": "Autre", "place": "", "description": "", "notice_hours": "2"}
    return Call({"poll_id": _evening(world).public_id}, data=data)


@calls("polls:add_appointments")
def _more(world: World, actor: str) -> Call:
    return Call({"poll_id": _evening(world).public_id}, data=_hours())


@calls("polls:give_up", "polls:printed_list", "polls:poster")
def _plain(world: World, actor: str) -> Call:
    return Call({"poll_id": _evening(world).public_id})


@calls("polls:own_calendar")
def _own(world: World, actor: str) -> Call:
    return Call({"poll_id": _evening(world).public_id})


@calls("polls:appointment")
def _one(world: World, actor: str) -> Call:
    poll = _evening(world)
    slot = poll.slots.all()[0]
    return Call({"poll_id": poll.public_id, "slot_id": slot.public_id}, data={"act": "block"})
