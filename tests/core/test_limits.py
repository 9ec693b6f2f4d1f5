import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from trousse.core.errors import TooManyRequests
from trousse.core.limits import client_address, limit


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def visit(address: str = "192.0.2.7", forwarded: str | None = None) -> HttpRequest:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def spend(client: HttpRequest | str, times: int, **more: str) -> int:
    """Return how many of ``times`` actions were accepted at 3 per minute."""
    accepted = 0
    for _ in range(times):
        try:
            limit(client, "test:act", **({"rate": "3/m"} | more))  # type: ignore[arg-type]
        except TooManyRequests:
            continue
        accepted += 1
    return accepted


def test_it_accepts_up_to_the_rate_and_refuses_the_rest() -> None:
    with time_machine.travel("2026-11-24 08:00:30Z", tick=False):
        assert spend(visit(), 5) == 3


def test_the_next_window_counts_from_nothing() -> None:
    with time_machine.travel("2026-11-24 08:00:59Z", tick=False) as clock:
        assert spend(visit(), 4) == 3
        clock.shift(1)
        assert spend(visit(), 4) == 3


def test_a_window_may_be_several_minutes() -> None:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        assert spend(visit(), 4, rate="3/10m") == 3
        clock.shift(599)
        assert spend(visit(), 1, rate="3/10m") == 0
        clock.shift(1)
        assert spend(visit(), 1, rate="3/10m") == 1


@pytest.mark.parametrize("rate", ["", "3", "0/m", "3/x", "-1/m", "3/m "])
def test_a_rate_that_means_nothing_is_refused(rate: str) -> None:
    with pytest.raises(ValueError, match="a rate is written"):
        limit("anybody", "test:act", rate=rate)


def test_others_things_actions_and_people_count_apart() -> None:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False):
        assert spend(visit(), 4) == 3
        assert spend(visit("192.0.2.8"), 4) == 3
        assert spend(visit(), 4, key="another") == 3
        assert spend("a-public-id", 4) == 3
        limit(visit(), "test:other", rate="3/m")


def test_one_ipv6_network_is_one_client() -> None:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False):
        assert spend(visit("2001:db8::1"), 2) == 2
        assert spend(visit("2001:db8::2"), 2) == 1
        assert spend(visit("2001:db8:0:1::1"), 2) == 2


def test_no_address_stands_in_the_cache() -> None:
    limit(visit(), "test:act", key="poll-7", rate="3/m")
    keys = " ".join(cache._cache)  # type: ignore[attr-defined]
    assert "limit:" in keys
    assert "192.0.2.7" not in keys
    assert "poll-7" not in keys


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "192.0.2.7"),
        (0, "198.51.100.1", "192.0.2.7"),  # written by the client: nobody vouches for it
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),  # the first was written by the client
        (2, "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.7"),  # came past a proxy
        (1, "not an address", "192.0.2.7"),
        (1, "[2001:db8::1]", "2001:db8::1"),
    ],
)
def test_the_address_is_the_one_that_trusted_proxies_saw(
    settings: Settings, proxies: int, forwarded: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(visit(forwarded=forwarded)) == expected


def test_a_unix_socket_gives_no_address() -> None:
    assert client_address(visit("")) == ""
    limit(visit(""), "test:act", rate="3/m")
