"""Where a connection comes from: origins, limits per session and per address."""

from contextlib import ExitStack

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from trousse.core.realtime.limits import CONNECTIONS_PER_SESSION, Admission
from trousse.core.realtime.visits import is_from_our_pages


@pytest.mark.parametrize("origin", ["https://trousse.example", "http://testserver"])
def test_a_socket_may_come_from_the_site_under_any_of_its_names(
    settings: Settings, origin: str
) -> None:
    settings.SITE_URL = "https://trousse.example"
    request = RequestFactory().get("/", headers={"Origin": origin})
    assert is_from_our_pages(request, must_say_origin=True)


@pytest.mark.parametrize(
    "origin",
    ["https://testserver", "https://trousse.example.evil.example", "null", "", None],
)
def test_a_socket_from_elsewhere_or_nowhere_is_refused(
    settings: Settings, origin: str | None
) -> None:
    settings.SITE_URL = "https://trousse.example"
    headers = {} if origin is None else {"Origin": origin}
    request = RequestFactory().get("/", headers=headers)
    assert not is_from_our_pages(request, must_say_origin=True)


def test_one_session_may_open_so_many_connections_and_no_more() -> None:
    admission = Admission()
    with ExitStack() as open_connections:
        for _ in range(CONNECTIONS_PER_SESSION):
            assert open_connections.enter_context(admission.admit("léa", "10.0.0.9"))
        assert not open_connections.enter_context(admission.admit("léa", "10.0.0.8"))
        assert open_connections.enter_context(admission.admit("karim", "10.0.0.9"))
        assert open_connections.enter_context(admission.admit("", "10.0.0.9"))


def test_a_closed_connection_counts_no_more(settings: Settings) -> None:
    settings.LIVE_CONNECTIONS_PER_ADDRESS = 1
    admission = Admission()
    for _ in range(3):
        with admission.admit("léa", "10.0.0.9") as first:
            assert first
            with admission.admit("", "10.0.0.9") as second:
                assert not second
    assert not admission._open
