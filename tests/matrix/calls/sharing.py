"""The share dialog of a poll in which everybody has the role of their name."""

from tests.matrix.calling import THINGS, Call, calls
from tests.matrix.world import World
from trousse.sharing.models import Grant


def _shared(world: World) -> dict[str, str]:
    ref = THINGS["poll"](world)
    return {"ref_type": ref.type, "thing_id": ref.id}


@calls("sharing:share")
def _share(world: World, actor: str) -> Call:
    person = world.people["agent"].public_id
    return Call(_shared(world), data={"people": f"person:{person}", "role": "20", "note": ""})


@calls("sharing:open")
def _open(world: World, actor: str) -> Call:
    return Call(_shared(world), data={"to": "link", "role": "20"})


@calls("sharing:change", "sharing:remove")
def _grant(world: World, actor: str) -> Call:
    kwargs = _shared(world)
    grant = Grant.objects.get(person=world.people["viewer"])
    return Call(kwargs, data={"grant": grant.public_id, "role": "20"})


@calls("sharing:quit")
def _quit(world: World, actor: str) -> Call:
    return Call(_shared(world))
