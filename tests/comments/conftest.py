"""A booklet that Léa made and shared: Sophie takes part, Marc may only read, Nadia is a guest."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.factories.people import UserFactory
from tests.harness.people import signed_in
from trousse.accounts.current import KEYS_COOKIE
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import invite_guest
from trousse.comments.models import Comment
from trousse.comments.operations import Writer, add_comment
from trousse.core.refs import Ref
from trousse.sharing import things
from trousse.sharing.operations import grant_guest, grant_person, own_thing
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, ThingType, register_thing

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOOKLET = Ref("booklet", "conseil")
PLACE = "/commentaires/booklet/conseil/"

_keys = count()

Write = Callable[..., Comment]


def new_key() -> str:
    return f"{next(_keys):022}"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def booklets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(things, "_types", dict(things._types))
    register_thing(
        ThingType(
            "booklet",
            "livret",
            lambda refs: {
                ref: ThingCard("Livret d’accueil", f"/livrets/{ref.id}/")
                for ref in refs
                if ref.id != "gone"
            },
        )
    )


@pytest.fixture(autouse=True)
def booklet(teacher: User, head: User, outsider: User) -> Ref:
    own_thing(BOOKLET, teacher)
    grant_person(BOOKLET, head, Role.TAKE_PART, by=teacher)
    grant_person(BOOKLET, outsider, Role.VIEW, by=teacher)
    return BOOKLET


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody to whom the booklet is not shared."""
    return UserFactory.create(first_name="Yves", last_name="Durand", email="yves@example.org")


@pytest.fixture
def as_stranger(stranger: User) -> Client:
    return signed_in(stranger)


@pytest.fixture
def nadia(teacher: User) -> tuple[Guest, str]:
    guest, token = invite_guest("Nadia", "nadia@parents.example", "fr", invited_by=teacher)
    grant_guest(BOOKLET, guest, Role.TAKE_PART, by=teacher)
    return guest, token


@pytest.fixture
def as_nadia(nadia: tuple[Guest, str]) -> Client:
    return holding(nadia[1])


def holding(token: str) -> Client:
    """Return a browser that keeps this key."""
    client = Client()
    client.cookies[KEYS_COOKIE] = token
    return client


@pytest.fixture
def write(head: User) -> Write:
    """Write a comment on the booklet, as Sophie unless told otherwise."""

    def written(
        text: str = "Bonjour", *, by: User | Guest | None = None, thread: str = ""
    ) -> Comment:
        who = by or head
        writer = Writer(user=who) if isinstance(who, User) else Writer(guest=who)
        return add_comment(writer, BOOKLET, text, key=new_key(), thread_id=thread)

    return written


def post(client: Client, text: str = "Bonjour", **fields: str) -> int:
    """Send the form of a new comment; return the status."""
    return client.post(PLACE, {"text": text, "key": new_key(), **fields}).status_code


def of(comment: Comment, gesture: str = "") -> str:
    """Return the address of a gesture on a comment."""
    return f"{PLACE}{comment.public_id}/{gesture}"


def of_thread(comment: Comment, gesture: str) -> str:
    return f"{PLACE}fils/{comment.thread.public_id}/{gesture}"
