"""A school that the responsible person leads and where the participant teaches."""

from tests.factories.directory import EstablishmentFactory, affiliated
from tests.matrix.calling import Call, calls
from tests.matrix.world import World


@calls("directory:bells", "directory:change_bells")
def _hours(world: World, actor: str) -> Call:
    place = EstablishmentFactory.create()
    affiliated(world.people["responsible"], place, "principal")
    affiliated(world.people["participant"], place, "enseignant")
    data = {"known": "[]", "M1_start": "08:05", "M1_end": "09:00"}
    return Call({"uai": place.uai}, data=data)
