"""A service of the library that everybody may open."""

from tests.factories.library import DOCUMENT, make_entry
from tests.matrix.calling import Call, calls
from tests.matrix.world import World


@calls(
    "library:service",
    "library:publiccode",
    "library:icon",
    "library:open",
    "library:pin",
    "library:unpin",
    "library:move",
)
def _service(world: World, actor: str) -> Call:
    entry = make_entry("etherpad", icon="note", document=DOCUMENT)
    return Call({"slug": entry.slug}, data={"to": "up"})


@calls("library:need")
def _need(world: World, actor: str) -> Call:
    return Call({"need": "find-a-date"})
