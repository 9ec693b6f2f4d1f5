"""Reports about a poll in which everybody has the role of their name, and the support desk."""

from tests.matrix.calling import THINGS, Call, calls
from tests.matrix.world import World
from trousse.core.refs import Ref
from trousse.sharing.models import Reason, Report
from trousse.sharing.takedown import take_down


def _kwargs(ref: Ref) -> dict[str, str]:
    return {"ref_type": ref.type, "ref_id": ref.id}


def _reported(world: World) -> Ref:
    ref = THINGS["poll"](world)
    Report.objects.create(ref=str(ref), reason=Reason.SPAM, reporter="visitor:matrix")
    return ref


@calls("abuse:report")
def _report(world: World, actor: str) -> Call:
    return Call(_kwargs(THINGS["poll"](world)), data={"reason": "spam", "text": ""})


@calls("abuse:case", "abuse:dismiss", "abuse:take_down")
def _case(world: World, actor: str) -> Call:
    return Call(_kwargs(_reported(world)), data={"reason": "spam", "note": ""})


@calls("abuse:restore")
def _taken(world: World, actor: str) -> Call:
    ref = _reported(world)
    take_down(ref, reason=Reason.SPAM, note="", by=world.people["operator"])
    return Call(_kwargs(ref))


@calls("support:index")
def _desk(world: World, actor: str) -> Call:
    return Call(data={"wanted": world.people["agent"].email})


@calls("support:person")
def _looked_at(world: World, actor: str) -> Call:
    return Call({"user_id": world.people["agent"].public_id})


@calls("support:thing")
def _thing(world: World, actor: str) -> Call:
    return Call(_kwargs(THINGS["poll"](world)))
