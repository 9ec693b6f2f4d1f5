"""Which service makes the things of a type: the operator's choice."""

import pytest
from django.test import Client

from tests.factories.offices import hold
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.core.errors import InvalidInput
from trousse.core.models import AuditEntry
from trousse.kit import capabilities
from trousse.kit.actions import Caller, Done, call, register_action
from trousse.kit.models import Provider
from trousse.kit.providers import choose_provider, provided_types, provider_of, providers_for
from trousse_kit.actions import CreateRequest, Thing, ThingAnswer

PAGE = "/exploitation/fournisseurs/"


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let two services make stones."""
    monkeypatch.setattr(capabilities, "_actions", dict(capabilities._actions))
    for service in ("quarry", "beach"):

        def make(
            request: CreateRequest, caller: Caller, service: str = service
        ) -> Done[ThingAnswer]:
            thing = Thing(ref=f"stone:{service}", title=request.title, url="/", state="open")
            return Done(ThingAnswer(thing=thing))

        register_action(service, "stone", "create", make, lambda _before, _caller: None)
    return ["beach", "quarry"]


def test_the_only_service_that_makes_it_is_the_one(db: None) -> None:
    assert {"activity", "poll"} <= set(provided_types())
    assert (providers_for("poll"), provider_of("poll")) == (["polls"], "polls")
    assert provider_of("stone") is None


def test_the_operator_chooses_between_two(two: list[str], head: User) -> None:
    assert (providers_for("stone"), provider_of("stone")) == (two, "beach")
    choose_provider("stone", "quarry", by=head)
    made = call("stone.create", CreateRequest(title="x"), caller=Caller(Visitor(head)), key="one")
    assert made.model_dump()["thing"]["ref"] == "stone:quarry"
    choose_provider("stone", "beach", by=head)
    assert provider_of("stone") == "beach"
    assert AuditEntry.objects.filter(action="kit:provider:choose").count() == 2


def test_a_service_that_left_is_replaced_by_the_first(two: list[str], head: User) -> None:
    Provider.objects.create(resource_type="stone", service="gone")
    assert provider_of("stone") == "beach"


@pytest.mark.parametrize(("ref_type", "service"), [("stone", "polls"), ("pebble", "beach")])
def test_a_service_that_makes_none_is_refused(
    two: list[str], head: User, ref_type: str, service: str
) -> None:
    with pytest.raises(InvalidInput):
        choose_provider(ref_type, service, by=head)
    assert not Provider.objects.exists()


def test_the_page_shows_and_keeps_the_choice(two: list[str], head: User, as_head: Client) -> None:
    hold(head, "operator")
    page = as_head.get(PAGE).content.decode()
    assert "Créés par Sondages, le seul service qui le fait." in page
    assert 'value="beach" checked' in page
    reply = as_head.post(PAGE, {"type": "stone", "service": "quarry"}, follow=True)
    assert 'value="quarry" checked' in reply.content.decode()


def test_the_page_refuses_what_cannot_be(two: list[str], head: User, as_head: Client) -> None:
    hold(head, "operator")
    assert as_head.post(PAGE, {"type": "stone"}).status_code == 422
    assert as_head.post(PAGE, {}).status_code == 422


def test_only_operators_find_the_page(as_teacher: Client) -> None:
    assert as_teacher.get(PAGE).status_code == 404
    assert as_teacher.post(PAGE, {"type": "poll", "service": "polls"}).status_code == 404


def test_operators_are_led_to_it(head: User, as_head: Client) -> None:
    hold(head, "operator")
    assert PAGE in as_head.get("/exploitation/").content.decode()
