"""No table may keep people's data without saying why, for how long and how it goes.

The words stand in docs/reference/personal-data.md, the periods in the rules of
``core.retention``, the way out in each app's ``register_personal_data``.
"""

import re

import pytest
from django.test import Client

from tests.meta.personal_tables import (
    MODELS,
    PAGE,
    WITH,
    WITHOUT,
    cascades,
    holds_person,
    how_it_goes,
    listed,
)
from trousse.core.personal_data.registry import handlers
from trousse.core.retention.registry import registered_rules
from trousse.services.polls.models import RETENTION


@pytest.mark.parametrize("label", sorted(MODELS))
def test_it_says_what_each_table_holds(label: str) -> None:
    assert label in listed(WITH) | listed(WITHOUT), f"add {label} to {PAGE.name}"


def test_it_names_no_table_that_is_gone() -> None:
    assert listed(WITH) | listed(WITHOUT) <= MODELS.keys()


def test_it_puts_no_table_in_both_lists() -> None:
    assert not listed(WITH) & listed(WITHOUT)


@pytest.mark.parametrize("label", sorted(listed(WITHOUT)))
def test_it_hides_no_table_that_points_at_people(label: str) -> None:
    assert not holds_person(MODELS[label])


def test_it_knows_a_table_that_points_at_people() -> None:
    found = {label for label, model in MODELS.items() if holds_person(model)}
    assert {"accounts.User", "polls.Poll", "polls.Participant", "core.Mail"} <= found


def test_it_fills_every_cell() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert len(rows) > len(listed(WITHOUT))
    assert [row for row in rows if any(not cell.strip() for cell in row.split("|")[1:-1])] == []


@pytest.mark.parametrize("label", sorted(listed(WITH)))
def test_each_table_has_an_end(label: str) -> None:
    """Its own rule, or the end of another table's row, which the database then cascades."""
    if label in registered_rules():
        return
    told = re.search(r"\bwith\b", how_it_goes(label))
    assert told, f"retain({label!r}, …) in its app's wiring.py, or say « with the … »"
    assert cascades(label), f"nothing takes the rows of {label} with it"


def test_each_rule_is_about_a_table_that_is_documented() -> None:
    assert registered_rules().keys() <= listed(WITH)


def test_each_app_that_keeps_people_answers_for_them() -> None:
    """It fails when an app forgets ``register_personal_data`` in its wiring.py."""
    keepers = {label.partition(".")[0] for label in listed(WITH)}
    answered = set().union(*(handler.covers for handler in handlers()))
    assert keepers <= answered


def test_each_answer_says_what_it_holds() -> None:
    untitled = [one.app_label for one in handlers() if one.title == one.app_label]
    assert untitled == []


def test_people_are_told_how_long_polls_stay(client: Client) -> None:
    assert f"{RETENTION.days} jours" in client.get("/donnees-personnelles/").content.decode()


def test_it_states_how_long_polls_stay() -> None:
    assert f"{RETENTION.days} days after the last proposed day" in how_it_goes("polls.Poll")
