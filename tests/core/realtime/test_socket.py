"""The socket: what a page says, hears, and is refused."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.core.realtime.clients import Page, Site
from tests.core.realtime.leaflets import print_leaflets
from trousse.accounts.models import User
from trousse.core.models import Event
from trousse.core.realtime import Viewer, lifetimes, limits, registry
from trousse.core.realtime.history import event_log
from trousse.core.refs import Ref

SignIn = Callable[[User], Client]


def close_code(page: Page) -> int | None:
    with pytest.raises(ConnectionClosed) as closed:
        listen_for_ever(page)
    return closed.value.rcvd.code if closed.value.rcvd else None


def listen_for_ever(page: Page) -> None:
    while True:
        page.hear()


def nobody(viewer: Viewer, ref: Ref) -> bool:
    return False


def test_it_tells_what_happens_after_the_subscription(site: Site) -> None:
    with site.page() as page:
        assert page.follow("leaflet:open") == {"subscribed": "leaflet:open", "seq": 0}
        print_leaflets("open")
        expected = {"subject": "leaflet:open", "seq": 1, "type": "leaflet.printed"}
        assert page.hear() == {"event": expected}


def test_it_catches_up_then_goes_live_without_gap_or_repetition(site: Site) -> None:
    print_leaflets("open", 5)
    with site.page() as page:
        assert page.follow("leaflet:open", after=2) == {"subscribed": "leaflet:open", "seq": 5}
        print_leaflets("open", 3)
        assert page.numbers(6) == [3, 4, 5, 6, 7, 8]


def test_it_carries_several_subjects_and_forgets_one_on_demand(site: Site) -> None:
    with site.page() as page:
        page.follow("leaflet:open1")
        page.follow("leaflet:open2")
        page.say(unsubscribe="leaflet:open1")
        page.say(ping=7)
        assert page.hear() == {"pong": 7}
        print_leaflets("open1")
        print_leaflets("open2")
        assert page.hear()["event"]["subject"] == "leaflet:open2"


def test_subscribing_again_starts_again_from_the_given_number(site: Site) -> None:
    print_leaflets("open", 3)
    with site.page() as page:
        page.follow("leaflet:open", after=3)
        page.follow("leaflet:open", after=1)
        assert page.numbers(2) == [2, 3]


def test_a_number_that_was_never_given_asks_for_a_reload(site: Site) -> None:
    print_leaflets("open", 2)
    with site.page() as page:
        page.follow("leaflet:open", after=40)
        assert page.hear() == {"reload": "leaflet:open", "seq": 2}
        print_leaflets("open")
        assert page.numbers(1) == [3]


def test_a_log_that_no_longer_reaches_back_asks_for_a_reload(site: Site) -> None:
    print_leaflets("open", 4)
    Event.objects.filter(sequence__lte=2).delete()
    with site.page() as page:
        page.follow("leaflet:open", after=1)
        assert page.hear() == {"reload": "leaflet:open", "seq": 4}
    Event.objects.all().delete()
    with site.page() as page:
        page.follow("leaflet:open", after=3)
        assert page.hear() == {"reload": "leaflet:open", "seq": 4}


@pytest.mark.parametrize(
    "subject", ["leaflet:staff", "leaflet:missing", "unknown:thing", "no subject", ""]
)
def test_refused_missing_and_unknown_look_alike(site: Site, subject: str) -> None:
    with site.page() as page:
        assert page.follow(subject) == {"refused": subject}


def test_a_guest_is_known_by_a_cookie(site: Site) -> None:
    site.cookies["guest"] = "guest1"
    with site.page() as page:
        assert "subscribed" in page.follow("leaflet:guest1")
        assert "refused" in page.follow("leaflet:guest2")


def test_a_signed_in_person_is_recognised(site: Site, reader: User, sign_in: SignIn) -> None:
    sign_in(reader)
    with site.page() as page:
        assert "subscribed" in page.follow("leaflet:staff")


def test_an_inactive_person_is_nobody(site: Site, reader: User, sign_in: SignIn) -> None:
    sign_in(reader)
    reader.is_active = False
    reader.save()
    with site.page() as page:
        assert "refused" in page.follow("leaflet:staff")


def test_a_changed_password_ends_older_sessions(site: Site, reader: User, sign_in: SignIn) -> None:
    sign_in(reader)
    reader.set_password("another long word")
    reader.save()
    with site.page() as page:
        assert "refused" in page.follow("leaflet:staff")


def test_signing_out_closes_the_socket_at_once(site: Site, reader: User, sign_in: SignIn) -> None:
    client = sign_in(reader)
    with site.page() as page:
        page.follow("leaflet:staff")
        client.logout()
        assert close_code(page) == 4401


def test_a_session_ended_elsewhere_is_noticed(
    site: Site, reader: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifetimes, "CHECK_EVERY", 0.05)
    sign_in(reader)
    with site.page() as page:
        page.follow("leaflet:staff")
        Session.objects.all().delete()
        assert close_code(page) == 4401


def test_a_right_that_is_withdrawn_is_noticed(
    site: Site, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifetimes, "CHECK_EVERY", 0.05)
    with site.page() as page:
        page.follow("leaflet:open")
        monkeypatch.setitem(registry._types, "leaflet", registry.SubjectType(nobody, event_log))
        assert page.hear() == {"gone": "leaflet:open"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_pages_of_other_sites_are_refused(site: Site, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, site.page(origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_there_is_no_other_socket(site: Site) -> None:
    with pytest.raises(InvalidStatus), connect(f"ws://localhost:{site.port}/x", proxy=None):
        pass


@pytest.mark.parametrize(
    "words",
    [
        "",
        "no json",
        "[]",
        "null",
        "{}",
        '{"subscribe": 3, "after": 0}',
        '{"subscribe": "leaflet:open"}',
        '{"subscribe": "leaflet:open", "after": -1}',
        '{"subscribe": "leaflet:open", "after": 1.5}',
        '{"subscribe": "leaflet:open", "after": true}',
        '{"subscribe": "leaflet:open", "after": 9007199254740992}',
        "[" * 3000,
    ],
)
def test_nonsense_closes_the_socket(site: Site, words: str) -> None:
    with site.page() as page:
        page.socket.send(words)
        assert close_code(page) == 4400


def test_binary_frames_mean_nothing_yet(site: Site) -> None:
    with site.page() as page:
        page.socket.send(b"\x00\xff")
        assert close_code(page) == 4400


def test_a_message_too_long_closes_the_socket(site: Site) -> None:
    with site.page() as page:
        page.socket.send("x" * (limits.LONGEST_MESSAGE + 1))
        assert close_code(page) == 1009


def test_a_flood_of_messages_closes_the_socket(site: Site) -> None:
    with site.page() as page:
        for number in range(200):
            try:
                page.say(ping=number)
            except ConnectionClosed:
                break
        assert close_code(page) == 4429


def test_too_many_subjects_are_refused(site: Site) -> None:
    with site.page() as page:
        for number in range(limits.SUBJECTS_PER_CONNECTION):
            assert "subscribed" in page.follow(f"leaflet:open{number}")
        assert page.follow("leaflet:open-more") == {"refused": "leaflet:open-more"}
        assert "subscribed" in page.follow("leaflet:open1", after=0)


def test_too_many_sockets_of_one_address_are_refused(site: Site, settings: Settings) -> None:
    settings.LIVE_CONNECTIONS_PER_ADDRESS = 2
    with site.page() as first, site.page() as second:
        assert "subscribed" in first.follow("leaflet:open")
        assert "subscribed" in second.follow("leaflet:open")
        with site.page() as third:
            assert close_code(third) == 4429


def test_behind_a_proxy_each_person_has_an_address(site: Site, settings: Settings) -> None:
    settings.LIVE_CONNECTIONS_PER_ADDRESS, settings.TRUSTED_PROXIES = 1, 1
    site.forwarded_for = "203.0.113.7"
    with site.page() as first:
        assert "subscribed" in first.follow("leaflet:open")
        site.forwarded_for = "203.0.113.8"
        with site.page() as neighbour:
            assert "subscribed" in neighbour.follow("leaflet:open")
            with site.page() as refused:
                assert close_code(refused) == 4429
