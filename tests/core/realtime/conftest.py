"""A real server in a thread, on the test database."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from django.contrib.auth import get_user_model
from django.core.asgi import get_asgi_application
from django.test import Client
from pytest_django import Settings

from tests.core.realtime import leaflets
from tests.core.realtime.clients import Site
from trousse.accounts.models import User
from trousse.core.realtime.asgi import LiveApplication


@pytest.fixture(autouse=True, scope="session")
def leaflets_can_be_followed() -> None:
    leaflets.register()


@pytest.fixture(autouse=True)
def nothing_is_withdrawn() -> None:
    leaflets.withdrawn.clear()


@contextmanager
def running_server() -> Iterator[Site]:
    """Serve sockets and pages as the embedded process does."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        LiveApplication(get_asgi_application()),
        ws="websockets-sansio",
        log_level="warning",
        lifespan="on",
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield Site(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def site(transactional_db: None, settings: Settings) -> Iterator[Site]:
    with running_server() as running:
        yield running


@pytest.fixture
def reader(transactional_db: None) -> User:
    return get_user_model().objects.create_user(leaflets.READER, "a long enough word")


@pytest.fixture
def sign_in(site: Site) -> Callable[[User], Client]:
    """Sign a person in and give the session to the site's browser."""

    def sign(user: User) -> Client:
        client = Client()
        client.force_login(user, "trousse.accounts.backends.AccountBackend")
        site.cookies["trousse_session"] = client.cookies["trousse_session"].value
        return client

    return sign
