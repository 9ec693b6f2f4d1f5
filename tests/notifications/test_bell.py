"""The bell of the bar: what open pages follow, and what they read again when the inbox moves."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.notifications.conftest import POLL
from trousse.accounts.models import User
from trousse.core.realtime import Viewer
from trousse.notifications.live import inbox_ref, may_follow, past_of
from trousse.notifications.operations import Notice, mark_all_read, notify
from trousse.notifications.queries import bell_of

BELL = "/notifications/cloche/"
Told = Callable[[str], None]


@pytest.fixture
def tell(head: User, django_capture_on_commit_callbacks: Callable[..., object]) -> Told:
    """Tell Sophie that she is invited."""

    def told(key: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
            notify([head], Notice("polls.invited", POLL, "/sondages/x/", {"title": "x"}, key=key))

    return told


def followed(page: str) -> tuple[str, int]:
    """Return whose inbox the bell of a page follows, and from which number on."""
    found = re.search(r'data-inbox="([\w-]+)\.(\d+)"', page)
    assert found
    return found[1], int(found[2])


def unread(page: str) -> int:
    """Return what the bell shows."""
    found = re.search(r'fr-badge--sm" aria-hidden="true">(\d+)<', page)
    return int(found[1]) if found else 0


def test_every_page_says_what_to_follow_and_from_where_on(
    as_head: Client, head: User, tell: Told
) -> None:
    tell("one")
    page = as_head.get("/contact/").content.decode()
    whose, seen = followed(page)
    assert whose == head.public_id
    assert unread(page) == 1
    tell("two")
    past = past_of(inbox_ref(head.public_id), seen)
    assert past.events is not None
    assert len(past.events) == 1
    assert may_follow(Viewer(head, {}), inbox_ref(head.public_id))


def test_the_bell_is_read_again_alone(as_head: Client, head: User, tell: Told) -> None:
    tell("one")
    tell("two")
    page = as_head.get(BELL)
    assert page.content.decode().lstrip().startswith("<a ")
    assert unread(page.content.decode()) == 2
    assert "no-store" in page.headers["Cache-Control"]
    mark_all_read(head)
    assert unread(as_head.get(BELL).content.decode()) == 0


def test_it_is_each_persons_own(
    as_teacher: Client, teacher: User, client: Client, tell: Told
) -> None:
    tell("one")
    page = as_teacher.get(BELL).content.decode()
    assert (followed(page)[0], unread(page)) == (teacher.public_id, 0)
    assert client.get(BELL).status_code == 302
    assert as_teacher.post(BELL).status_code == 405


def test_it_costs_one_query(head: User, tell: Told) -> None:
    tell("one")
    with CaptureQueriesContext(connection) as queries:
        shown = bell_of(head)
    assert (shown.unread, len(queries)) == (1, 1)


def test_guests_have_no_bell(client: Client, db: None) -> None:
    assert "data-inbox" not in client.get("/contact/").content.decode()
