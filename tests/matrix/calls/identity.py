"""A service that signs people in, and what anybody may ask of the provider without its secret."""

from tests.factories.clients import make_client
from tests.matrix.calling import Call, calls
from tests.matrix.world import World


@calls("providers:register_client")
def _register(world: World, actor: str) -> Call:
    return Call(data={"service": "unknown"})


@calls("providers:remove_client")
def _remove(world: World, actor: str) -> Call:
    make_client()
    return Call(data={"service": "evento"})
