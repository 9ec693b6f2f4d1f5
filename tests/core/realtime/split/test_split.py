"""Pages on WSGI workers, live connections in their own process, nginx before both."""

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.core.realtime.clients import Site
from tests.core.realtime.split.servers import free_port, machine, split_instance

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(
        not (shutil.which("nginx") and shutil.which("redis-server")),
        reason="nginx and redis-server are not installed",
    ),
]


@pytest.fixture(scope="module", params=["with Redis", "without Redis"])
def instance(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    directory = tmp_path_factory.mktemp("instance")
    with split_instance(directory, with_redis=request.param == "with Redis") as port:
        yield port


@pytest.fixture
def site(instance: int) -> Site:
    return Site(instance)


def write(site: Site, name: str) -> None:
    with site.get(f"/print/{name}") as response:
        assert response.status == 200


def test_a_socket_hears_what_a_page_worker_writes(site: Site) -> None:
    with site.page() as page:
        assert "subscribed" in page.follow("leaflet:open-socket")
        for number in (1, 2, 3):
            write(site, "open-socket")
            assert page.numbers(1) == [number]


def test_a_stream_hears_what_a_page_worker_writes(site: Site) -> None:
    with site.stream("leaflet:open-stream", after=0) as messages:
        assert "subscribed" in next(messages)
        for number in (1, 2, 3):
            write(site, "open-stream")
            assert next(messages)["event"]["seq"] == number


def test_a_poll_hears_what_a_page_worker_writes(site: Site) -> None:
    write(site, "open-poll")
    write(site, "open-poll")
    answer = site.poll("leaflet:open-poll", after=1)
    assert [message["event"]["seq"] for message in answer["messages"]] == [2]
    assert answer["pause"] == 0, "the realtime process answers, not a page worker"


@pytest.mark.parametrize("instance", ["with Redis"], indirect=True)
def test_signing_out_on_a_page_worker_closes_the_socket(site: Site) -> None:
    with site.get("/in") as response:
        cookie = str(response.getheader("Set-Cookie"))
        cookies = [part.partition("=") for part in cookie.replace(",", ";").split(";")]
    site.cookies.update({k.strip(): v for k, _, v in cookies if k.strip() == "trousse_session"})
    with site.page() as page:
        assert "subscribed" in page.follow("leaflet:staff")
        with site.get("/out"):
            pass
        with pytest.raises(ConnectionClosed) as closed:
            page.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize("instance", ["with Redis"], indirect=True)
def test_notices_by_redis_are_quicker_than_the_look_at_the_database(site: Site) -> None:
    delays = []
    with site.page() as page:
        page.follow("leaflet:open-quick")
        for _ in range(5):
            write(site, "open-quick")
            started = time.monotonic()
            page.numbers(1)
            delays.append(time.monotonic() - started)
    assert sorted(delays)[2] < 0.3, delays


def test_a_server_stops_at_once_whatever_is_open(tmp_path: Path) -> None:
    port = free_port()
    host = machine(tmp_path, SITE_URL=f"http://localhost:{port}")
    host.manage("migrate", "--verbosity", "0")
    command = [sys.executable, "-m", "uvicorn", "trousse.config.asgi:application"]
    options = ["--port", str(port), "--ws", "websockets-sansio", "--log-level", "warning"]
    site = Site(port)
    with (
        host.running(*command, *options, until=port) as server,
        site.page() as page,
        site.stream("leaflet:open", after=0) as messages,
    ):
        page.follow("leaflet:open")
        next(messages)
        started = time.monotonic()
        server.terminate()
        server.wait(10)
        assert time.monotonic() - started < 2
        assert list(messages) == []
        with pytest.raises(ConnectionClosed) as closed:
            page.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
