"""Leaflets: things that exist for these tests only, so that activities are tested alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from trousse.accounts.current import KEYS_COOKIE, Visitor, hash_token
from trousse.accounts.models import Guest, User
from trousse.activities.models import Activity
from trousse.activities.operations import ActivityDraft, create_activity
from trousse.core.refs import Ref
from trousse.sharing import things
from trousse.sharing.access import role_on
from trousse.sharing.operations import own_thing
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, ThingType, register_thing

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOKEN = "t" * 32
FIRST, SECOND, GONE = (Ref("leaflet", letter * 22) for letter in "fsg")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def leaflets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register a type of which all but GONE exist."""
    cache.clear()
    monkeypatch.setattr(things, "_types", dict(things._types))

    def describe(refs: list[Ref]) -> dict[Ref, ThingCard]:
        titles = {FIRST: "Programme", SECOND: "Affiche"}
        return {
            ref: ThingCard(titles[ref], f"/depliants/{ref.id}/", "Ouvert")
            for ref in refs
            if ref in titles
        }

    register_thing(ThingType("leaflet", "this leaflet", describe))


@pytest.fixture
def activity(teacher: User) -> Activity:
    return create_activity(teacher, ActivityDraft("Voyage à Lisbonne"), key="k" * 22)


@pytest.fixture
def mine(teacher: User) -> Ref:
    own_thing(FIRST, teacher)
    return FIRST


@pytest.fixture
def nadia(db: None) -> Guest:
    return Guest.objects.create(
        name="Nadia",
        email="nadia@example.org",
        token_hash=hash_token(TOKEN),
        expires_at=MONDAY + timedelta(days=90),
    )


@pytest.fixture
def with_key(db: None) -> Client:
    client = Client()
    client.cookies[KEYS_COOKIE] = TOKEN
    return client


def role_of(person: User | Guest, ref: Ref) -> Role | None:
    """Return the role that an agent, or a guest by their key, has on a thing."""
    if isinstance(person, User):
        return role_on(Visitor(person), ref)
    return role_on(Visitor(None, frozenset({person.token_hash})), ref)
