"""Every write: which page or which work of the machine reaches it, and what is asked before."""

import inspect
from functools import cache

import pytest

from tests.matrix.page import Operation, operations
from tests.matrix.resolver import routes
from tests.matrix.sources import calls_in, direct_callers, real_name, written_operations

ROWS = {row.name: row for row in operations()}
WRITTEN = {
    name.removeprefix("trousse.").removeprefix("services."): name for name in written_operations()
}
KNOWN = sorted(ROWS.keys() & WRITTEN.keys())
NO_WRITE, NOTHING = "no-write", ("nothing", "yet")
HOW_TO = (
    "add a row below « Operations » in docs/reference/roles.md: the operation, the addresses "
    "(or the functions of ours) that call it, and the guard that these pages ask first; "
    "« python -m tests.matrix.propose » writes a first version of the missing rows"
)


def test_every_operation_has_a_row() -> None:
    assert sorted(WRITTEN.keys() - ROWS.keys()) == [], HOW_TO


def test_no_row_names_an_operation_that_is_gone() -> None:
    assert sorted(ROWS.keys() - WRITTEN.keys()) == [], "remove these rows from roles.md"


def view_of(address: str) -> str:
    """Return the dotted name of the function behind an address."""
    view = inspect.unwrap(routes()[address].view)
    return f"{view.__module__}.{view.__qualname__}"


def caller(word: str) -> str:
    return view_of(word) if word in routes() else f"trousse.{word}"


PAIRS = [
    (row.name, word)
    for row in ROWS.values()
    if row.callers not in {NOTHING, (NO_WRITE,)}
    for word in row.callers
]
UNUSED = [row.name for row in ROWS.values() if row.callers == NOTHING and row.name in WRITTEN]


def addresses_that_reach(name: str) -> set[str]:
    """Return the addresses whose page calls a write, by whatever functions between."""
    return {word for word in routes() if WRITTEN[name] in calls_by(word)}


@cache
def calls_by(word: str) -> tuple[str, ...]:
    return tuple(calls_in(caller(word)))


@pytest.mark.parametrize(("name", "word"), [pair for pair in PAIRS if pair[0] in WRITTEN])
def test_it_is_called_from_there(name: str, word: str) -> None:
    called = calls_by(word)
    assert called, f"{word} is neither an address nor a function of ours"
    assert WRITTEN[name] in called, f"{word} does not call {name}"


@pytest.mark.parametrize(
    ("name", "word"), [(name, word) for name, word in PAIRS if word in routes() and name in WRITTEN]
)
def test_the_guard_comes_first(name: str, word: str) -> None:
    called = calls_by(word)
    write = called.index(WRITTEN[name])
    guards = ROWS[name].guard.split()
    assert guards, f"{name} needs a guard"
    before = {one.rpartition(".")[2] for one in called[:write]} | set(called[:write])
    assert before & set(guards), f"{word} calls {name} before {' or '.join(guards)}"


@pytest.mark.parametrize("name", UNUSED)
def test_what_nothing_calls_yet_is_called_by_nothing(name: str) -> None:
    assert direct_callers().get(WRITTEN[name], set()) == set(), f"say who calls {name}"


@pytest.mark.parametrize("name", KNOWN)
def test_no_other_page_reaches_it(name: str) -> None:
    """A page that reaches a write by another write of the table is not repeated."""
    by_writes = {word for word in ROWS[name].callers if word in ROWS}
    told = set(ROWS[name].callers) | {word for one in by_writes for word in ROWS[one].callers}
    if not any(word in routes() for word in ROWS[name].callers):
        return
    assert addresses_that_reach(name) - told == set(), f"these pages reach {name} too"


@pytest.mark.parametrize("name", KNOWN)
def test_it_says_who_calls_it(name: str) -> None:
    assert ROWS[name].callers
    assert ROWS[name].guard


def test_a_write_without_its_guard_is_seen() -> None:
    called = list(calls_in("trousse.services.polls.views.managing.close"))
    guard = real_name("trousse.services.polls.access.access_poll")
    write = real_name("trousse.services.polls.operations.close_poll")
    assert called.index("login_required") < called.index(guard) < called.index(write)
    assert "trousse.services.polls.operations.delete_poll" not in called


def test_writes_outside_the_usual_modules_are_found() -> None:
    assert {"polls.voting.cast_vote", "directory.offices.give_office"} <= WRITTEN.keys()
    assert "polls.queries.polls_of" not in WRITTEN


def test_a_row_has_its_parts() -> None:
    row = ROWS["polls.operations.close_poll"]
    assert row == Operation(row.name, ("polls:close",), "access_poll")
