"""Kinds and a frozen Tuesday morning that the tests of notifications share."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django import DjangoCaptureOnCommitCallbacks

from trousse.accounts.models import User
from trousse.core.refs import Ref
from trousse.notifications import kinds
from trousse.notifications.kinds import Kind
from trousse.notifications.operations import Notice, notify

TUESDAY_NOON = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
POLL = Ref("poll", "k3k3k3k3k3k3k3k3k3k3k3")

INVITED = Kind(
    name="polls.invited",
    service="polls",
    title="%(actor)s invites you",
    line="%(actor)s invites you to answer “%(title)s”",
)
DECIDED = Kind(
    name="polls.decided",
    service="polls",
    title="The date is chosen: %(day)s",
    line="“%(title)s”: the date is %(day)s",
)
ALARM = Kind(
    name="video.started",
    service="video",
    title="A call begins",
    line="“%(title)s” begins",
    urgent=True,
)
MENTIONED = Kind(
    name="notes.mentioned",
    service="notes",
    title="%(actor)s mentions you",
    line="%(actor)s mentions you in “%(title)s”",
)


@pytest.fixture(autouse=True)
def known_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace what the apps tell by four known kinds."""
    ours = {kind.name: kind for kind in (INVITED, DECIDED, ALARM, MENTIONED)}
    monkeypatch.setattr(kinds, "_kinds", ours)
    names = {"polls": "Sondages", "video": "Visios", "notes": "Notes"}
    monkeypatch.setattr(kinds, "_services", names)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TUESDAY_NOON, tick=False) as traveller:
        yield traveller


def a_notice(**changes: object) -> Notice:
    fields = {
        "kind": "polls.invited",
        "about": POLL,
        "url": "/sondages/k3k3k3k3k3k3k3k3k3k3k3/",
        "params": {"title": "Conseil pédagogique"},
        "key": "poll:k3/invited",
    }
    return Notice(**(fields | changes))  # type: ignore[arg-type]  # each test changes what it needs


Tell = Callable[..., None]


@pytest.fixture
def tell(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Tell:
    """Return ``tell(*people, **changes of the notice)``, which does what follows a commit too."""

    def told(*people: User, **changes: object) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            notify(people, a_notice(**changes))

    return told
