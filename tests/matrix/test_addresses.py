"""Every address, asked by everybody: what they get is what docs/reference/roles.md says."""

import pytest
from django.http import HttpResponse

from tests.matrix import calls  # noqa: F401  # registers the builders
from tests.matrix.calling import call_of, send
from tests.matrix.page import ACTORS, CELLS, Address, addresses, expected, rules
from tests.matrix.resolver import routes
from tests.matrix.world import World, undone

SIGN_IN = "/comptes/login/"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ROWS: dict[str, list[Address]] = {}
for one in addresses():
    ROWS.setdefault(one.name, []).append(one)
KNOWN = sorted(ROWS.keys() & routes().keys())
HOW_TO = (
    "add a row for each method to a table below « Addresses » in docs/reference/roles.md "
    "(address, method, rule, answer), and a builder to tests/matrix/calls/ if it needs a thing"
)


def got(response: HttpResponse) -> str:
    """Return how the table writes this answer."""
    location = response.get("Location", "")
    if response.status_code in {301, 302, 303}:
        return "in" if location.startswith(SIGN_IN) else "away"
    return str(response.status_code)


def test_every_address_has_a_row() -> None:
    assert sorted(routes().keys() - ROWS.keys()) == [], HOW_TO


def test_no_row_names_an_address_that_is_gone() -> None:
    assert sorted(ROWS.keys() - routes().keys()) == [], "remove these rows from roles.md"


def test_every_row_follows_a_written_rule() -> None:
    assert {row.rule for rows in ROWS.values() for row in rows} - rules().keys() == set()
    assert rules().keys() - {row.rule for rows in ROWS.values() for row in rows} == set()


def test_every_rule_speaks_of_everybody() -> None:
    for name, cells in rules().items():
        assert tuple(cells) == ACTORS, name
        assert set(cells.values()) <= CELLS, name


def test_no_method_is_written_twice() -> None:
    for rows in ROWS.values():
        assert len({row.method for row in rows}) == len(rows), rows[0].name


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("name", KNOWN)
def test_it_answers_as_written(world: World, name: str, actor: str) -> None:
    for row in ROWS[name]:
        with undone():
            call = call_of(routes()[name], world, actor)
            answer = send(world, actor, routes()[name], row.method, call)
        assert got(answer) == expected(row, actor), f"{row.method} {name} as {actor}"


@pytest.mark.parametrize("name", KNOWN)
def test_it_refuses_the_methods_that_are_not_written(world: World, name: str) -> None:
    """Asked by somebody whom the page lets in, so that the method alone is refused.

    Libraries send people away before they look at the method, and take PUT for POST: with them, an
    unwritten method must do nothing that a written one does not.
    """
    rows = ROWS[name]
    rule = rules()[rows[0].rule]
    actor = next((one for one in reversed(ACTORS) if rule[one] == "yes"), "operator")
    is_ours = routes()[name].view.__module__.startswith("trousse.")
    allowed = {"405", "404"} if is_ours else {"405", *(expected(row, actor) for row in rows)}
    for method in set(METHODS) - {row.method for row in rows}:
        with undone():
            call = call_of(routes()[name], world, actor)
            answer = send(world, actor, routes()[name], method, call)
        assert got(answer) in allowed, f"{method} {name} as {actor}: {got(answer)}"
