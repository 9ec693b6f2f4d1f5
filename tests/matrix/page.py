"""The written matrix, docs/reference/roles.md, as the tests read it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "roles.md"
ACTORS = (
    "visitor",
    "guest",
    "agent",
    "viewer",
    "participant",
    "editor",
    "responsible",
    "group_manager",
    "academy_editor",
    "national_editor",
    "service_owner",
    "operator",
    "support",
)
CELLS = {"yes", "in", "away", "403", "404", "405", "409", "410", "422"}
"""What a rule says of an actor: ``yes`` the row's own answer, ``in`` is sent to sign in, ``away``
is sent to another page, a status else."""

Row = dict[str, str]


@dataclass(frozen=True)
class Address:
    """What one method of one address answers. ``answer``: to those whom the rule lets in."""

    name: str
    method: str
    rule: str
    answer: str


@dataclass(frozen=True)
class Operation:
    """A write: who calls it, and what is asked before. ``callers``: URL names or functions."""

    name: str
    callers: tuple[str, ...]
    guard: str


def table(heading: str, text: str | None = None) -> list[Row]:
    """Return the rows of every table below ``## heading``, each by the names of its columns."""
    page = PAGE.read_text() if text is None else text
    section = re.split(r"^## ", page.partition(f"\n## {heading}\n")[2], flags=re.MULTILINE)[0]
    rows: list[Row] = []
    columns: list[str] = []
    for line in section.splitlines():
        cells = [cell.strip().replace("`", "") for cell in line.split("|")[1:-1]]
        if not cells:
            columns = []
        elif not columns:
            columns = cells
        elif not set("".join(cells)) <= set("-: "):
            rows.append(dict(zip(columns, cells, strict=True)))
    return rows


@cache
def actors() -> dict[str, str]:
    """Return what each actor is, by the name that the tests use."""
    return {row["in the tables"]: row["who"] for row in table("Actors")}


@cache
def rules() -> dict[str, dict[str, str]]:
    """Return what each rule says of each actor."""
    found = {}
    for row in table("Rules"):
        name = row.pop("rule")
        found[name] = row
    return found


@cache
def addresses() -> tuple[Address, ...]:
    rows = table("Addresses")
    return tuple(Address(r["address"], r["method"], r["rule"], r["answer"]) for r in rows)


@cache
def operations() -> tuple[Operation, ...]:
    return tuple(
        Operation(
            row["operation"],
            tuple(word for word in re.split(r"[ ,]+", row["reached by"]) if word),
            row["guard"],
        )
        for row in table("Operations")
    )


def expected(row: Address, actor: str) -> str:
    """Return what ``actor`` must get: ``in``, ``away`` or a status."""
    said = rules()[row.rule][actor]
    return row.answer if said == "yes" else said
