"""Leaflets: things of a service that exists for these tests only."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from trousse.accounts.models import User
from trousse.core.refs import Ref
from trousse.kit import types
from trousse.kit.resources import ResourceFacts, ResourceType, publish_resource
from trousse.sharing.operations import own_thing

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

Leaflet = Callable[..., Ref]


class Shelf:
    """Where the leaflets are, and who has done with which."""

    def __init__(self) -> None:
        self.facts: dict[Ref, ResourceFacts] = {}
        self.settled: dict[int, set[Ref]] = {}

    def facts_of(self, refs: list[Ref]) -> Iterable[ResourceFacts]:
        return [self.facts[ref] for ref in refs if ref in self.facts]

    def refs(self) -> Iterator[Ref]:
        return iter(list(self.facts))

    def settled_for(self, user: User, refs: list[Ref]) -> set[Ref]:
        return self.settled.get(user.pk, set()) & set(refs)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    cache.clear()
    monkeypatch.setattr(types, "_types", dict(types._types))
    shelf = Shelf()
    types.register_resource_type(
        ResourceType(
            ref_type="leaflet",
            service="leaflets",
            name="Leaflet",
            states={"open": "Open", "done": "Done"},
            expected="Sign",
            facts=shelf.facts_of,
            refs=shelf.refs,
            settled=shelf.settled_for,
        )
    )
    return shelf


@pytest.fixture
def leaflet(db: None, shelf: Shelf) -> Leaflet:
    """Return a function that publishes a leaflet, the last one published changed last."""

    def publish(title: str, owner: User | None = None, **facts: object) -> Ref:
        number = len(shelf.facts)
        ref = Ref("leaflet", f"{number:022}")
        known: dict[str, object] = {
            "url": f"/depliants/{ref.id}/",
            "state": "open",
            "changed_at": MONDAY + timedelta(seconds=number),
            "owner": owner.pk if owner else None,
            **facts,
        }
        shelf.facts[ref] = ResourceFacts(ref=ref, title=title, **known)  # type: ignore[arg-type]
        publish_resource(shelf.facts[ref])
        if owner is not None:
            own_thing(ref, owner)
        return ref

    return publish
