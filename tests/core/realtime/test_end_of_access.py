"""A right that is taken away ends what is open: on each transport, at once, without a last word."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.core.realtime.clients import Page, Site
from tests.core.realtime.leaflets import Withdrawn, print_leaflets, withdraw_leaflet
from trousse.core.outbox import publish
from trousse.core.realtime.hub import Hub
from trousse.core.realtime.topic import Follower
from trousse.core.refs import Ref

GONE = {"gone": "leaflet:open"}


def hears_nothing_more(page: Page) -> bool:
    """Publish one more fact and see that only the answer to a ping comes."""
    print_leaflets("open")
    page.say(ping=1)
    return page.hear() == {"pong": 1}


def test_a_socket_hears_that_it_is_over(site: Site) -> None:
    with site.page() as page:
        page.follow("leaflet:open")
        withdraw_leaflet("open")
        assert page.hear() == GONE
        assert hears_nothing_more(page)
        assert page.follow("leaflet:open") == {"refused": "leaflet:open"}


def test_who_keeps_the_right_hears_the_fact(site: Site) -> None:
    with site.page() as page:
        page.follow("leaflet:open")
        with transaction.atomic():
            publish(Ref("leaflet", "open"), Withdrawn())
        assert page.hear()["event"]["type"] == "leaflet.withdrawn"
        print_leaflets("open")
        assert page.numbers(1) == [2]


def test_the_other_subjects_of_the_page_go_on(site: Site) -> None:
    with site.page() as page:
        page.follow("leaflet:open")
        page.follow("leaflet:open2")
        withdraw_leaflet("open")
        assert page.hear() == GONE
        print_leaflets("open2")
        assert page.numbers(1) == [1]


def test_a_page_that_catches_up_is_checked_too(site: Site) -> None:
    """The removal happened while the page was cut: it is refused when it comes back."""
    withdraw_leaflet("open")
    with site.page() as page:
        assert page.follow("leaflet:open", after=0) == {"refused": "leaflet:open"}


def test_a_stream_hears_that_it_is_over(site: Site) -> None:
    with site.stream("leaflet:open", after=0) as messages:
        next(messages)
        withdraw_leaflet("open")
        assert next(messages)["gone"] == "leaflet:open"


def test_a_waiting_poll_hears_that_it_is_over(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    follows = threading.Event()
    follow = Hub.follow

    async def follow_and_tell(hub: Hub, ref: Ref, after: int, wake: Callable[[], None]) -> Follower:
        follower = await follow(hub, ref, after, wake)
        follows.set()
        return follower

    monkeypatch.setattr(Hub, "follow", follow_and_tell)
    answers: list[Any] = []
    poll = threading.Thread(target=lambda: answers.append(site.poll("leaflet:open", 0)))
    poll.start()
    assert follows.wait(10)
    withdraw_leaflet("open")
    poll.join(10)
    assert answers[0]["messages"] == [GONE]


def test_a_poll_on_a_page_worker_is_refused(client: Client, db: None) -> None:
    withdraw_leaflet("open")
    response = client.get("/live/poll", {"subject": "leaflet:open", "after": "0"})
    assert response.json()["messages"] == [{"refused": "leaflet:open"}]
