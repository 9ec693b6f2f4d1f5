"""A frozen clock, a guest, and the gestures that tests of the agenda share."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.core.cache import cache

from trousse.accounts.current import hash_token
from trousse.accounts.models import Guest
from trousse.agenda import contexts
from trousse.agenda.drafts import EventDraft
from trousse.core.models import Mail
from trousse.core.refs import Ref

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
POLL, OTHER_POLL, ACTIVITY = Ref("poll", "p" * 22), Ref("poll", "q" * 22), Ref("activity", "a" * 22)
TUESDAY_FIVE = datetime(2026, 12, 1, 17, tzinfo=PARIS)
TOKEN = "t" * 32


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def no_limits_yet() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def no_activity() -> Iterator[None]:
    """Let tests say which activity a thing is in, and forget it afterwards."""
    kept = contexts._registered.context_of, contexts._registered.people_of
    contexts.set_context(lambda _ref: None)
    yield
    contexts._registered.context_of, contexts._registered.people_of = kept


@pytest.fixture
def nadia(db: None) -> Guest:
    return Guest.objects.create(
        name="Nadia",
        email="nadia@example.org",
        token_hash=hash_token(TOKEN),
        expires_at=MONDAY + timedelta(days=90),
    )


def draft(**changes: Any) -> EventDraft:
    fields: dict[str, Any] = {
        "title": "Conseil pédagogique",
        "description": "Projets de l’année",
        "place": "Salle 12",
        "start": TUESDAY_FIVE,
        "end": TUESDAY_FIVE + timedelta(hours=1),
        "zone": "Europe/Paris",
    }
    return EventDraft(**{**fields, **changes})


def calendar_of(letter: Mail) -> tuple[str, Any]:
    """Read the calendar part of a letter with another library than the one that wrote it."""
    calendar = vobject.readOne(bytes(letter.calendar or b"").decode())
    return calendar.method.value, calendar.vevent


def told(mailbox: Callable[[], list[Mail]], since: int = 0) -> list[tuple[str, str]]:
    """Return who received which method, in order of the addresses."""
    return sorted((letter.to, calendar_of(letter)[0]) for letter in mailbox()[since:])
