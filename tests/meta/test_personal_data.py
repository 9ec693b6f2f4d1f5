"""No table may keep people's data without saying why, for how long and how it goes."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from trousse.accounts.models import User
from trousse.services.polls.models import RETENTION

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "personal-data.md"
WITH, WITHOUT = "Tables that hold personal data", "Tables without personal data"
TELLING_NAMES = re.compile(
    r"(^|_)(email|e_mail|phone|address|ip|user_agent|birth|to|reply_to)(_|$)"
)
NAMES_OF_PEOPLE = frozenset({"name", "first_name", "last_name", "full_name"})
THINGS_WITH_NAMES = frozenset(
    {
        "auth.Group",
        "auth.Permission",
        "core.ScheduledJob",
        "directory.Academy",
        "directory.Establishment",
        "directory.Group",
        "directory.SchoolClass",
    }
)


def listed(heading: str) -> set[str]:
    """Return the tables named in the first column under ``heading``."""
    section = PAGE.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
    return {name for cell in first_cells for name in re.findall(r"`([\w.]+)`", cell)}


def points_at_people(model: type[models.Model]) -> bool:
    """Tell whether a field of ``model`` holds or names a person, as far as its form shows."""
    label = model._meta.label
    return any(
        field.related_model is User
        or isinstance(field, models.EmailField | models.GenericIPAddressField)
        or TELLING_NAMES.search(field.name)
        or (field.name in NAMES_OF_PEOPLE and label not in THINGS_WITH_NAMES)
        for field in model._meta.get_fields()
        if field.concrete
    )


MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
OURS_OR_INSTALLED = {
    label: model for label, model in MODELS.items() if not model.__module__.startswith("tests.")
}


@pytest.mark.parametrize("label", sorted(OURS_OR_INSTALLED))
def test_it_says_what_each_table_holds(label: str) -> None:
    assert label in listed(WITH) | listed(WITHOUT), f"add {label} to {PAGE.name}"


def test_it_names_no_table_that_is_gone() -> None:
    assert listed(WITH) | listed(WITHOUT) <= OURS_OR_INSTALLED.keys()


def test_it_puts_no_table_in_both_lists() -> None:
    assert not listed(WITH) & listed(WITHOUT)


@pytest.mark.parametrize("label", sorted(listed(WITHOUT)))
def test_it_hides_no_table_that_points_at_people(label: str) -> None:
    assert not points_at_people(MODELS[label])


def test_it_knows_a_table_that_points_at_people() -> None:
    found = {label for label, model in OURS_OR_INSTALLED.items() if points_at_people(model)}
    assert {"accounts.User", "polls.Poll", "polls.Participant", "core.Mail"} <= found


def test_it_fills_every_cell() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert len(rows) > len(listed(WITHOUT))
    assert [row for row in rows if any(not cell.strip() for cell in row.split("|")[1:-1])] == []


def test_people_are_told_how_long_polls_stay(client: Client) -> None:
    assert f"{RETENTION.days} jours" in client.get("/donnees-personnelles/").content.decode()


def test_it_states_how_long_polls_stay() -> None:
    row = next(line for line in PAGE.read_text().splitlines() if "`polls.Poll`" in line)
    assert f"{RETENTION.days} days after the last proposed day" in row
