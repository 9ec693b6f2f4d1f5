"""What one can begin leads to the service that the operator chose, everywhere it is offered."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from trousse.accounts.models import User
from trousse.kit import capabilities, registry
from trousse.kit.actions import Caller, Done, register_action
from trousse.kit.providers import choose_provider
from trousse.kit.registry import Service, register_service
from trousse.portal.gestures import gestures, gestures_here
from trousse_kit.actions import CreateRequest, ThingAnswer

OURS, THEIRS = "/sondages/nouveau", "/agenda/"
"""Theirs is any page of the portal: what counts is which of the two is led to."""

Offer = Callable[[str], None]


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Return a function that lets a second service make things of a type."""
    monkeypatch.setattr(capabilities, "_actions", dict(capabilities._actions))
    monkeypatch.setattr(registry, "_services", dict(registry._services))

    def make(_request: CreateRequest, _caller: Caller) -> Done[ThingAnswer]:
        raise NotImplementedError

    def offer(ref_type: str) -> None:
        register_action("abacus", ref_type, "create", make, lambda _before, _caller: None)
        page = "agenda:agenda"
        words = {"name": "Abacus", "verb": "Count dates", "promise": "", "list_label": "Mine"}
        register_service(
            Service(slug="abacus", icon="calendar", create_url=page, list_url=page, **words)
        )

    return offer


def leads_to() -> dict[str, str]:
    return {str(gesture.words): gesture.url for gesture in gestures_here()}


def test_the_only_maker_is_led_to_without_a_query(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert leads_to()["Trouver une date"] == OURS


def test_of_two_the_chosen_one_is_led_to_and_the_other_is_not_offered(
    other: Offer, head: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other("poll")
    choose_provider("poll", "polls", by=head)
    assert (leads_to()["Trouver une date"], "Count dates" in leads_to()) == (OURS, False)
    choose_provider("poll", "abacus", by=head)
    with django_assert_num_queries(1):
        found = gestures()
    assert [one.url for one in found if one.need == "find-a-date"] == [THEIRS]
    assert OURS not in {one.url for one in found}
    assert [one.url for one in found].count(THEIRS) == 1


def test_a_service_that_makes_something_else_keeps_its_own_gesture(
    other: Offer, head: User
) -> None:
    other("stone")
    assert leads_to()["Count dates"] == THEIRS
    assert leads_to()["Trouver une date"] == OURS


def test_one_service_may_do_two_gestures(other: Offer, head: User) -> None:
    other("poll")
    other("note")
    choose_provider("poll", "abacus", by=head)
    found = leads_to()
    assert (found["Trouver une date"], found["Prendre des notes"]) == (THEIRS, THEIRS)


@pytest.mark.parametrize("page", ["/", "/partager/?title=Sortie", "/chercher/?q=trouver+une+date"])
def test_pages_lead_to_the_chosen_one(other: Offer, head: User, as_head: Client, page: str) -> None:
    other("poll")
    choose_provider("poll", "polls", by=head)
    assert OURS in as_head.get(page).content.decode()
    choose_provider("poll", "abacus", by=head)
    shown = as_head.get(page).content.decode()
    assert OURS not in shown
    assert "Trouver une date" in shown


def test_the_installed_application_leads_to_the_chosen_one(
    other: Offer, head: User, as_head: Client
) -> None:
    other("poll")
    choose_provider("poll", "abacus", by=head)
    shortcuts = as_head.get("/manifest.webmanifest").json()["shortcuts"]
    assert {"name": "Trouver une date", "url": THEIRS} in shortcuts
    assert OURS not in {shortcut["url"] for shortcut in shortcuts}
