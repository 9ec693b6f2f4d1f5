"""A group that its manager keeps and to which the participant belongs."""

from tests.matrix.calling import Call, calls
from tests.matrix.world import World
from trousse.directory.models import Group, JoinRequest, Membership


def _group(world: World, policy: str = Group.Policy.CLOSED) -> Group:
    group = Group.objects.create(name="Équipe projet", policy=policy, size=2)
    roles = {"group_manager": Membership.Role.MANAGER, "participant": Membership.Role.MEMBER}
    for actor, role in roles.items():
        Membership.objects.create(group=group, user=world.people[actor], role=role)
    return group


DRAFT = {"name": "Projet lecture", "description": "", "policy": "closed", "key": "g" * 22}


@calls("groups:create")
def _draft(world: World, actor: str) -> Call:
    return Call(data=DRAFT)


@calls("groups:edit")
def _edit(world: World, actor: str) -> Call:
    return Call({"group_id": _group(world).public_id}, data=DRAFT)


@calls("groups:detail", "groups:delete", "groups:leave")
def _plain(world: World, actor: str) -> Call:
    return Call({"group_id": _group(world).public_id})


@calls("groups:join")
def _join(world: World, actor: str) -> Call:
    return Call({"group_id": _group(world, Group.Policy.OPEN).public_id})


@calls("groups:ask", "groups:withdraw")
def _ask(world: World, actor: str) -> Call:
    return Call({"group_id": _group(world, Group.Policy.ON_REQUEST).public_id})


@calls("groups:answer")
def _answer(world: World, actor: str) -> Call:
    group = _group(world)
    asked = JoinRequest.objects.create(group=group, user=world.people["agent"])
    kwargs = {"group_id": group.public_id, "request_id": asked.public_id}
    return Call(kwargs, data={"accept": "1"})


@calls("groups:remove", "groups:set_role")
def _member(world: World, actor: str) -> Call:
    person = world.people["participant"].public_id
    kwargs = {"group_id": _group(world).public_id, "person_id": person}
    return Call(kwargs, data={"manages": "1"})


@calls("groups:add")
def _add(world: World, actor: str) -> Call:
    person = world.people["agent"].public_id
    return Call({"group_id": _group(world).public_id}, data={"people": f"person:{person}"})


@calls("directory:person")
def _person(world: World, actor: str) -> Call:
    return Call({"person_id": world.people["agent"].public_id})


@calls("directory:own")
def _own(world: World, actor: str) -> Call:
    return Call(data={"choice": "hide"})
