"""A poll of the responsible person, in which everybody has the role of their name."""

from datetime import date

from tests.matrix.calling import Call, calls, thing
from tests.matrix.world import World
from trousse.core.refs import Ref
from trousse.services.polls.editing import hash_offer
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll, decide_slot
from trousse.services.polls.queries import hash_slots

DAYS = (date(2026, 12, 1), date(2026, 12, 3))


def _poll(world: World) -> Poll:
    draft = PollDraft("Conseil", [SlotDraft(day) for day in DAYS], "Europe/Paris")
    poll = create_poll(world.people["responsible"], draft, key="m" * 22)
    world.share(poll.ref)
    return poll


@thing("poll")
def _followed(world: World) -> Ref:
    return _poll(world).ref


@calls("polls:create")
def _new(world: World, actor: str) -> Call:
    day, start, end = [DAYS[0].isoformat()], [""], [""]
    title, zone = "Conseil pédagogique", "Europe/Paris"
    fields = {"title": title, "time_zone": zone, "key": "n" * 22}
    return Call(
        data={**fields, "place": "", "description": "", "day": day, "start": start, "end": end}
    )


@calls("polls:import")
def _brought(world: World, actor: str) -> Call:
    table = ";2026-12-01;2026-12-03\nNadia;Oui;Non\n"
    return Call(data={"title": "Repris", "text": table, "key": "i" * 22, "understood": "1"})


@calls("polls:find_link")
def _find_link(world: World, actor: str) -> Call:
    return Call(data={"email": "nobody@mairie.example"})


@calls("polls:create_texts")
def _new_on_texts(world: World, actor: str) -> Call:
    return Call(data={"title": "Thème", "texts": "Le voyage\nLa ville", "key": "t" * 22})


@calls("polls:detail")
def _answer(world: World, actor: str) -> Call:
    poll = _poll(world)
    slots = list(poll.slots.all())
    answers = {f"answer-{slot.public_id}": "y" for slot in slots}
    form = {"key": "v" * 22, "slots_hash": hash_slots(slots), "version": "", "name": "N"}
    return Call({"poll_id": poll.public_id}, data={**form, "email": "", **answers})


@calls(
    "polls:results",
    "polls:withdraw",
    "polls:close",
    "polls:reopen",
    "polls:delete",
    "polls:missing",
    "polls:remind",
    "polls:keep",
    "polls:duplicate",
)
def _plain(world: World, actor: str) -> Call:
    return Call({"poll_id": _poll(world).public_id})


@calls("polls:export")
def _export(world: World, actor: str) -> Call:
    return Call({"poll_id": _poll(world).public_id, "form": "csv"})


@calls("polls:enter")
def _enter(world: World, actor: str) -> Call:
    poll = _poll(world)
    slots = list(poll.slots.all())
    answers = {f"answer-{slot.public_id}": "y" for slot in slots}
    form = {"key": "e" * 22, "slots_hash": hash_slots(slots), "version": "", "name": "N"}
    return Call({"poll_id": poll.public_id}, data={**form, **answers})


@calls("polls:entered")
def _entered(world: World, actor: str) -> Call:
    poll = _poll(world)
    by = world.people["responsible"]
    slots = list(poll.slots.all())
    row = Participant.objects.create(
        poll=poll, name="N", creation_key="e" * 22, answers={slots[0].public_id: "y"}, entered_by=by
    )
    where = {"poll_id": poll.public_id, "row_id": row.public_id}
    return Call(where, data={"erase": "1"})


@calls("polls:edit")
def _edit(world: World, actor: str) -> Call:
    data = {"title": "Un autre titre", "place": "", "description": ""}
    return Call({"poll_id": _poll(world).public_id}, data=data)


@calls("polls:conditions")
def _conditions(world: World, actor: str) -> Call:
    asked = {"condition_amount": "1", "condition_unit": "people", "condition_of": "invited"}
    return Call({"poll_id": _poll(world).public_id}, data=asked)


@calls("polls:slots")
def _other_dates(world: World, actor: str) -> Call:
    poll = _poll(world)
    day, empty = [DAYS[0].isoformat(), "2026-12-10"], ["", ""]
    known = hash_offer(poll.slots.all())
    data = {"known": known, "day": day, "start": empty, "end": empty}
    return Call({"poll_id": poll.public_id}, data=data)


@calls("polls:propose")
def _propose(world: World, actor: str) -> Call:
    poll = _poll(world)
    Poll.objects.filter(pk=poll.pk).update(may_propose=True)
    user = world.people.get(actor)
    if user is not None:
        Participant.objects.create(poll=poll, user=user, name="N", creation_key=actor)
    return Call({"poll_id": poll.public_id}, data={"day": "2026-12-10", "start": "", "end": ""})


@calls("polls:review")
def _review(world: World, actor: str) -> Call:
    poll = _poll(world)
    slot = Slot.objects.create(poll=poll, day=date(2026, 12, 10), is_offered=False)
    return Call({"poll_id": poll.public_id, "slot_id": slot.public_id}, data={"offer": "1"})


@calls("polls:decide")
def _decide(world: World, actor: str) -> Call:
    poll = _poll(world)
    slot = poll.slots.first()
    assert slot
    return Call({"poll_id": poll.public_id}, data={"slot": slot.public_id})


@calls("polls:choose")
def _choose(world: World, actor: str) -> Call:
    poll = _poll(world)
    data = {"slot": [slot.public_id for slot in poll.slots.all()], "known": hash_slots([])}
    return Call({"poll_id": poll.public_id}, data=data)


@calls("polls:calendar")
def _calendar(world: World, actor: str) -> Call:
    poll = _poll(world)
    slot = poll.slots.first()
    assert slot
    decide_slot(poll, slot, world.people["responsible"])
    return Call({"poll_id": poll.public_id})
