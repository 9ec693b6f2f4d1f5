"""Who may follow a thing: the same people as the page of roles says."""

import pytest

from tests.matrix import calls  # noqa: F401  # registers the makers of things
from tests.matrix.calling import THINGS
from tests.matrix.page import ACTORS, rules, table
from tests.matrix.world import World
from trousse.core.realtime import registry
from trousse.core.realtime.visits import open_visit

ROWS = {row["thing"]: row["rule"] for row in table("Live news")}
SAMPLES = {"leaflet"}
"""Types that other tests register in the same process."""


def test_every_type_of_things_has_a_row() -> None:
    assert registry._types.keys() - SAMPLES == ROWS.keys(), (
        "say who may follow these things below « Live news » in docs/reference/roles.md, and make "
        "one in tests/matrix/calls/ under @thing"
    )


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("ref_type", ROWS)
def test_it_is_followed_by_those_who_may(world: World, ref_type: str, actor: str) -> None:
    ref = THINGS[ref_type](world)
    cookies = {name: morsel.value for name, morsel in world.cookies[actor].items()}
    may = registry.may_follow(open_visit(cookies).viewer, ref)
    assert may is (rules()[ROWS[ref_type]][actor] == "yes")
