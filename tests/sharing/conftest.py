"""Things of a type of their own, shared in every way, and those who come to see them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from trousse.accounts.current import Visitor, hash_token
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import invite_guest
from trousse.core.refs import Ref
from trousse.directory.models import (
    Academy,
    Affiliation,
    Establishment,
    Function,
    Group,
    Membership,
)
from trousse.sharing import things
from trousse.sharing.operations import own_thing
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, ThingType

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def booklet(teacher: User) -> Ref:
    """A thing that Léa made."""
    ref = Ref("booklet", "conseil")
    own_thing(ref, teacher)
    return ref


@pytest.fixture
def team(db: None, head: User) -> Group:
    """A group that Sophie belongs to."""
    group = Group.objects.create(name="Équipe pédagogique de 2de 4", size=1)
    Membership.objects.create(group=group, user=head)
    return group


@pytest.fixture
def school(db: None) -> Establishment:
    academy = Academy.objects.create(
        code="ZZ", slug="essai", name="Académie d’essai", region="Hauts-de-France", holiday_zone="B"
    )
    return Establishment.objects.create(
        uai="9990001A", name="Lycée Faidherbe", kind="LYC", city="Lille", department="059",
        academy=academy,
    )  # fmt: skip


@pytest.fixture
def post(school: Establishment) -> Callable[..., Affiliation]:
    """Give somebody a post at the school."""
    teaching = Function.objects.create(code="teacher", label="Professeur")

    def appoint(user: User, since: date, until: date | None = None) -> Affiliation:
        return Affiliation.objects.create(
            user=user, academy=school.academy, establishment=school, function=teaching,
            since=since, until=until,
        )  # fmt: skip

    return appoint


@pytest.fixture
def nadia(teacher: User) -> tuple[Guest, str]:
    """A parent, with the token of her personal link."""
    return invite_guest("Nadia", "nadia@example.org", "fr", invited_by=teacher)


def holder(*tokens: str, user: User | None = None) -> Visitor:
    """Return somebody whose browser holds these tokens."""
    return Visitor(user, frozenset(map(hash_token, tokens)))


@pytest.fixture(autouse=True)
def booklets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register a type of things for the tests only."""
    labels = {
        Role.VIEW: "Peut lire",
        Role.TAKE_PART: "Peut répondre",
        Role.EDIT: "Peut écrire",
        Role.MANAGE: "Responsable",
    }
    known = ThingType("booklet", "livret", describe_booklets, labels)
    monkeypatch.setitem(things._types, "booklet", known)


def describe_booklets(refs: list[Ref]) -> dict[Ref, ThingCard]:
    return {
        ref: ThingCard(f"Livret {ref.id}", f"/livrets/{ref.id}/", "Ouvert", "booklets")
        for ref in refs
        if ref.id != "missing"
    }
