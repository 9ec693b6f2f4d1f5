"""Finding things by what they hold: services answer for their own, within time and rights."""

import pytest

from tests.kit.conftest import Leaflet
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.core.errors import Conflict
from trousse.kit import capabilities, contents
from trousse.kit.actions import Caller, register_action
from trousse.kit.queries import find_things
from trousse_kit.actions import Hit, SearchAnswer, SearchRequest, Thing

Asked = list[tuple[str, int]]


@pytest.fixture(autouse=True)
def no_other_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capabilities, "_actions", {})


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds that the clock of searches shows."""
    shown = [0.0]
    monkeypatch.setattr(contents, "monotonic", lambda: shown[0])
    return shown


def offer(service: str, ref: str, asked: Asked, watch: list[float], takes: float = 0) -> None:
    def look(request: SearchRequest, caller: Caller) -> SearchAnswer:
        asked.append((service, request.within_ms))
        watch[0] += takes
        thing = Thing(ref=ref, title="Of the service", url="/", state="open")
        return SearchAnswer(hits=(Hit(thing=thing, excerpt=f"in {request.text}"),))

    register_action(service, "leaflet", "search", look)


def test_what_services_find_comes_after_titles(
    leaflet: Leaflet, teacher: User, watch: list[float]
) -> None:
    titled, holding = leaflet("Bilan", teacher), leaflet("Autre", teacher)
    asked: Asked = []
    offer("one", str(holding), asked, watch)
    found = find_things(teacher, "bilan")
    assert [(one.ref, one.title, one.excerpt) for one in found] == [
        (titled, "Bilan", ""),
        (holding, "Autre", "in bilan"),
    ]


def test_a_thing_is_found_once(leaflet: Leaflet, teacher: User, watch: list[float]) -> None:
    ref = leaflet("Bilan", teacher)
    offer("one", str(ref), [], watch)
    assert [one.ref for one in find_things(teacher, "bilan")] == [ref]


def test_services_are_not_asked_when_titles_are_enough(
    leaflet: Leaflet, teacher: User, watch: list[float]
) -> None:
    leaflet("Bilan", teacher)
    asked: Asked = []
    offer("one", "leaflet:x", asked, watch)
    find_things(teacher, "bilan", 1)
    assert asked == []


def test_a_slow_service_leaves_no_time_for_the_next(
    leaflet: Leaflet, teacher: User, watch: list[float]
) -> None:
    ref = leaflet("Autre", teacher)
    asked: Asked = []
    offer("a", str(ref), asked, watch, takes=0.15)
    offer("b", str(ref), asked, watch, takes=0.15)
    offer("c", str(ref), asked, watch)
    assert [one.ref for one in find_things(teacher, "bilan")] == [ref]
    assert [service for service, _left in asked] == ["a", "b"]
    assert asked[0][1] == contents.ALL_WITHIN_MS
    assert asked[1][1] <= 50


def test_a_service_that_refuses_leaves_the_others(
    leaflet: Leaflet, teacher: User, watch: list[float]
) -> None:
    def refuse(request: SearchRequest, caller: Caller) -> SearchAnswer:
        raise Conflict

    register_action("a", "leaflet", "search", refuse)
    ref = leaflet("Autre", teacher)
    offer("b", str(ref), [], watch)
    assert [one.ref for one in find_things(teacher, "bilan")] == [ref]


def test_what_is_not_indexed_is_not_shown(teacher: User, watch: list[float]) -> None:
    offer("one", "leaflet:x", [], watch)
    assert find_things(teacher, "bilan") == []


def test_a_visitor_without_account_asks_no_service(db: None, watch: list[float]) -> None:
    asked: Asked = []
    offer("one", "leaflet:x", asked, watch)
    assert contents.hits_of(Visitor(), "bilan", 5) == []
    assert asked == []
