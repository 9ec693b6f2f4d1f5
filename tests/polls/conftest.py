"""People, polls and gestures that the tests of polls share."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client

from trousse.accounts.current import KEYS_COOKIE
from trousse.accounts.models import User
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll
from trousse.sharing.models import Grant
from trousse.sharing.operations import link_of

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUESDAY, THURSDAY = date(2026, 12, 1), date(2026, 12, 3)
HIDDEN_VALUE = re.compile(r'name="(key|slots_hash|version)"[^>]*?value="([^"]*)"')

Vote = Callable[..., "object"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lea(db: None) -> User:
    return User.objects.create_user("lea@college.example", first_name="Léa", last_name="Martin")


@pytest.fixture
def karim(db: None) -> User:
    return User.objects.create_user("karim@college.example", first_name="Karim", last_name="Benali")


@pytest.fixture
def poll(lea: User) -> Poll:
    slots = [
        SlotDraft(TUESDAY, time(17), time(18)),
        SlotDraft(THURSDAY, time(12, 30)),
        SlotDraft(date(2026, 12, 5)),
    ]
    draft = PollDraft("Conseil pédagogique", slots, "Europe/Paris", place="Salle 12")
    return create_poll(lea, draft, key="k" * 22)


@pytest.fixture
def organiser(lea: User) -> Client:
    client = Client()
    client.force_login(lea)
    return client


@pytest.fixture
def agent(karim: User, poll: Poll) -> Client:
    """Return the browser of an agent who opened the link of the poll."""
    client = newcomer(poll)
    client.force_login(karim)
    return client


@pytest.fixture
def guest(poll: Poll) -> Client:
    return newcomer(poll)


def newcomer(poll: Poll) -> Client:
    """Return a browser that has opened the link of ``poll`` and nothing else."""
    client = Client()
    client.cookies[KEYS_COOKIE] = link_token(poll)
    return client


def link_token(poll: Poll) -> str:
    """Return the secret word of the link of ``poll``."""
    link = Grant.objects.of(poll.ref).get(kind=Grant.Kind.LINK)
    return link_of(link).token


def keys_of(client: Client) -> list[str]:
    """Return the tokens that a browser keeps, the newest first."""
    return client.cookies[KEYS_COOKIE].value.split(".")


def hidden_values(client: Client, poll: Poll) -> dict[str, str]:
    """Return what the form of the page holds for this visitor, as a browser would send it."""
    page = client.get(poll.get_absolute_url()).content.decode()
    found = dict(HIDDEN_VALUE.findall(page))
    return {"version": "", **found}


def ballot(client: Client, poll: Poll, letters: str, **fields: str) -> dict[str, str]:
    """Fill the form of the page: one letter a slot, « - » leaves it unanswered."""
    answers = {
        f"answer-{slot.public_id}": letter
        for slot, letter in zip(poll.slots.all(), letters, strict=True)
        if letter != "-"
    }
    return {**hidden_values(client, poll), "name": "Nadia", "email": "", **answers, **fields}
