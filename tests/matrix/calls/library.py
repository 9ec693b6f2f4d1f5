"""A service of the library that everybody may open."""

from tests.factories.library import make_entry
from tests.matrix.calling import Call, calls
from tests.matrix.world import World


@calls("library:service", "library:open", "library:pin", "library:unpin", "library:move")
def _service(world: World, actor: str) -> Call:
    return Call({"slug": make_entry("etherpad").slug}, data={"to": "up"})
