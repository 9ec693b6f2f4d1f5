"""The event stream and the long poll: the same numbers where sockets are cut."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from tests.core.realtime.clients import Site
from tests.core.realtime.leaflets import print_leaflets
from trousse.accounts.models import User
from trousse.core.models import Event
from trousse.core.realtime import streams


def numbers(messages: list[dict[str, dict[str, int]]]) -> list[int]:
    return [message["event"]["seq"] for message in messages]


def test_a_stream_catches_up_then_goes_live(site: Site) -> None:
    print_leaflets("open", 2)
    with site.stream("leaflet:open", after=1) as messages:
        assert next(messages) == {"subscribed": "leaflet:open", "seq": 2, "id": ""}
        assert next(messages)["event"]["seq"] == 2
        print_leaflets("open")
        message = next(messages)
        assert (message["event"]["seq"], message["id"]) == (3, "3")


def test_a_stream_resumes_from_the_last_event_that_the_browser_knows(site: Site) -> None:
    print_leaflets("open", 4)
    with site.stream("leaflet:open", after=0, Last_Event_ID="3") as messages:
        next(messages)
        assert next(messages)["event"]["seq"] == 4


def test_a_stream_is_neither_kept_nor_held_back_by_proxies(site: Site) -> None:
    query: dict[str, Any] = {"subject": "leaflet:open", "after": 0}
    with site.get("/live/sse", query, Accept_Encoding="gzip, br") as response:
        assert response.getheader("Content-Type") == "text/event-stream; charset=utf-8"
        assert response.getheader("Cache-Control") == "no-store, no-transform"
        assert response.getheader("X-Accel-Buffering") == "no"
        assert response.getheader("Content-Encoding") is None


def test_a_silent_stream_beats(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BEAT_EVERY", 0.05)
    with site.stream("leaflet:open", after=0) as messages:
        next(messages)
        assert "beat" in next(messages)


def test_a_stream_tells_of_refusals(site: Site) -> None:
    with site.stream("leaflet:staff", after=0) as messages:
        assert next(messages)["refused"] == "leaflet:staff"


def test_a_stream_of_several_subjects(site: Site) -> None:
    print_leaflets("open2")
    query = [("subject", "leaflet:open1"), ("after", 0), ("subject", "leaflet:open2"), ("after", 0)]
    with site.get("/live/poll", query) as response:
        answer = json.load(response)
    assert [message["event"]["subject"] for message in answer["messages"]] == ["leaflet:open2"]


def test_a_poll_answers_at_once_when_there_is_news(site: Site) -> None:
    print_leaflets("open", 3)
    answer = site.poll("leaflet:open", after=1)
    assert numbers(answer["messages"]) == [2, 3]
    assert answer["pause"] == 0


def test_a_poll_waits_for_news(site: Site) -> None:
    answers: list[dict[str, list[dict[str, dict[str, int]]]]] = []
    with site.page() as witness:
        witness.follow("leaflet:open")
        poll = threading.Thread(target=lambda: answers.append(site.poll("leaflet:open", 0)))
        poll.start()
        print_leaflets("open")
        poll.join(10)
    assert numbers(answers[0]["messages"]) == [1]


def test_a_poll_answers_nothing_after_a_while(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST_WAIT", 0.05)
    assert site.poll("leaflet:open", after=0) == {"messages": [], "pause": 0}


def test_a_poll_that_may_not_wait_answers_what_there_is(site: Site) -> None:
    print_leaflets("open", 2)
    for after, expected in ((1, [2]), (2, [])):
        query = {"subject": "leaflet:open", "after": after, "wait": 0}
        with site.get("/live/poll", query) as response:
            assert numbers(json.load(response)["messages"]) == expected


def test_a_poll_asks_for_a_reload_or_tells_a_refusal(site: Site) -> None:
    reload = {"reload": "leaflet:open", "seq": 0}
    assert site.poll("leaflet:open", after=9)["messages"] == [reload]
    assert site.poll("leaflet:missing", after=0)["messages"] == [{"refused": "leaflet:missing"}]


@pytest.mark.parametrize("path", ["/live/sse", "/live/poll"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Host": "evil.example"}, 403),
    ],
)
def test_other_sites_are_refused(
    site: Site, path: str, headers: dict[str, str], status: int
) -> None:
    query: dict[str, Any] = {"subject": "leaflet:open", "after": 0}
    with site.get(path, query, **headers) as response:
        assert response.status == status


@pytest.mark.parametrize("path", ["/live/sse", "/live/poll"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"subject": "leaflet:open"},
        {"subject": "leaflet:open", "after": "-1"},
        {"subject": "leaflet:open", "after": "²"},
        [("subject", "leaflet:open"), ("after", "0")] * 21,
    ],
)
def test_nonsense_is_a_bad_request(site: Site, path: str, query: object) -> None:
    with site.get(path, query) as response:
        assert response.status == 400


def test_too_many_streams_of_one_address_are_refused(site: Site, settings: Settings) -> None:
    settings.LIVE_CONNECTIONS_PER_ADDRESS = 1
    with (
        site.stream("leaflet:open", after=0) as messages,
        site.get("/live/sse", {"subject": "leaflet:open", "after": 0}) as refused,
    ):
        next(messages)
        assert refused.status == 429


def test_signing_out_ends_the_stream(
    site: Site, reader: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(reader)
    with site.stream("leaflet:staff", after=0) as messages:
        next(messages)
        client.logout()
        assert list(messages) == []


def test_other_addresses_under_live_are_pages(site: Site) -> None:
    with site.get("/live/nothing") as response:
        assert response.status == 404


# --- On page workers, without hub -------------------------------------------------------------


@pytest.fixture
def address() -> str:
    return reverse("live:poll")


def test_page_workers_answer_at_once(client: Client, db: None, address: str) -> None:
    print_leaflets("open", 3)
    response = client.get(address, {"subject": "leaflet:open", "after": "1"})
    assert numbers(response.json()["messages"]) == [2, 3]
    assert response.json()["pause"] > 0
    assert "no-store" in response["Cache-Control"]


def test_page_workers_tell_reloads_and_refusals(client: Client, db: None, address: str) -> None:
    query: dict[str, Any] = {"subject": ["leaflet:open", "leaflet:staff"], "after": [4, 0]}
    assert client.get(address, query).json()["messages"] == [
        {"reload": "leaflet:open", "seq": 0},
        {"refused": "leaflet:staff"},
    ]


def test_page_workers_know_who_is_signed_in(client: Client, reader: User, address: str) -> None:
    client.force_login(reader, "trousse.accounts.backends.AccountBackend")
    query: dict[str, Any] = {"subject": "leaflet:staff", "after": 0}
    assert client.get(address, query).json()["messages"] == []


def test_page_workers_refuse_other_sites_nonsense_and_other_methods(
    client: Client, db: None, address: str
) -> None:
    query: dict[str, Any] = {"subject": "leaflet:open", "after": 0}
    assert client.get(address, query, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get(address, {"subject": "leaflet:open", "after": "x"}).status_code == 422
    assert client.post(address, query).status_code == 405


def test_the_poll_of_page_workers_stays_within_its_queries(
    client: Client, db: None, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    print_leaflets("open", 2)
    assert Event.objects.count() == 2
    with django_assert_num_queries(1):
        client.get(address, {"subject": "leaflet:open", "after": "1"})
