"""An activity in which everybody has the role of their name, with a poll in it."""

from tests.matrix.calling import THINGS, Call, calls, thing
from tests.matrix.world import ROLES, World
from trousse.activities.models import Activity
from trousse.activities.operations import (
    ActivityDraft,
    add_guest,
    add_person,
    add_ref,
    create_activity,
)
from trousse.core.refs import Ref
from trousse.sharing.roles import Role


def _activity(world: World) -> Activity:
    creator = world.people["responsible"]
    activity = create_activity(creator, ActivityDraft("Réunion"), key="a" * 22)
    for actor, role in ROLES.items():
        add_person(activity, world.people[actor], role, by=creator)
    add_guest(activity, world.guest, Role.TAKE_PART, by=creator)
    return activity


@thing("activity")
def _followed(world: World) -> Ref:
    return _activity(world).ref


@calls("activities:create")
def _new(world: World, actor: str) -> Call:
    return Call(data={"title": "Sortie", "description": "", "people": [], "key": "b" * 22})


@calls("activities:detail", "activities:delete", "activities:leave")
def _plain(world: World, actor: str) -> Call:
    return Call({"activity_id": _activity(world).public_id})


@calls("activities:edit", "activities:step", "activities:state")
def _change(world: World, actor: str) -> Call:
    data = {"title": "Sortie", "description": "", "text": "Réserver", "due": "", "state": "done"}
    return Call({"activity_id": _activity(world).public_id}, data=data)


@calls("activities:add_thing")
def _add(world: World, actor: str) -> Call:
    ref = THINGS["poll"](world)
    return Call({"activity_id": _activity(world).public_id}, data={"thing": str(ref)})


@calls("activities:remove_thing", "activities:move_thing")
def _thing(world: World, actor: str) -> Call:
    activity, ref = _activity(world), THINGS["poll"](world)
    add_ref(activity, ref, by=world.people["responsible"])
    return Call({"activity_id": activity.public_id}, data={"thing": str(ref), "to": "up"})


@calls("activities:people")
def _people(world: World, actor: str) -> Call:
    person = world.people["agent"].public_id
    data = {"people": f"person:{person}", "role": "20"}
    return Call({"activity_id": _activity(world).public_id}, data=data)


@calls("activities:role", "activities:remove_person")
def _person(world: World, actor: str) -> Call:
    activity = _activity(world)
    row = activity.people.get(user=world.people["viewer"])
    data = {"person": row.public_id, "role": "20"}
    return Call({"activity_id": activity.public_id}, data=data)
