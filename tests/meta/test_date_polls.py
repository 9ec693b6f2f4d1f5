"""What docs/reference/date-polls.md promises is held by tests that exist, or refused in words."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "date-polls.md"
TEST = re.compile(r"`(test_\w+)::(test_\w+)`")
MANY_WORDS = 6


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, less its own head."""
    blocks = PAGE.read_text().partition(f"# {heading}\n")[2].split("\n\n")
    table = next(block for block in blocks if block.startswith("| "))
    return [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:] if line
    ]


FEATURES = {name: cells for name, *cells in rows("Date polls: what other tools do, and Trousse")}
TRAPS = dict(rows("Traps"))
JOURNEYS = dict(rows("Journeys in a browser"))


@cache
def names_in(stem: str) -> frozenset[str]:
    """Return the names of the tests of every file of that name."""
    texts = (path.read_text() for path in (ROOT / "tests").rglob(f"{stem}.py"))
    return frozenset(
        name for text in texts for name in re.findall(r"^def (test_\w+)\(", text, re.MULTILINE)
    )


def test_the_page_holds_its_tables() -> None:
    assert len(FEATURES) == 40
    assert len(TRAPS) >= 11
    assert len(JOURNEYS) >= 6


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_is_held_by_tests_or_refused_with_a_reason(feature: str) -> None:
    answer, why, held = FEATURES[feature]
    if answer.startswith("yes"):
        assert TEST.findall(held), "name the test that holds it"
    else:
        assert answer == "no"
        assert len(why.split()) > MANY_WORDS, "say why"


@pytest.mark.parametrize("held", [*TRAPS.values(), *JOURNEYS.values()])
def test_a_trap_and_a_journey_name_their_tests(held: str) -> None:
    assert TEST.findall(held)


@pytest.mark.parametrize(("stem", "name"), sorted(set(TEST.findall(PAGE.read_text()))))
def test_a_test_that_is_named_exists(stem: str, name: str) -> None:
    assert name in names_in(stem)
