"""The hub under strain: crowds, slow readers, lost notices. Connections are fakes, data is real."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pytest_django import Settings
from websockets.asyncio.client import connect
from websockets.typing import Origin

from tests.core.realtime.clients import Site
from tests.core.realtime.leaflets import print_leaflets
from trousse.core.models import Event
from trousse.core.realtime import lifetimes, registry
from trousse.core.realtime.announcing import announce_end_of_session, session_digest
from trousse.core.realtime.bus import local_bus
from trousse.core.realtime.database import in_thread
from trousse.core.realtime.history import event_log
from trousse.core.realtime.hub import Hub
from trousse.core.realtime.socket import serve_socket
from trousse.core.realtime.topic import RECENT
from trousse.core.realtime.types import Moved, Notice, Past
from trousse.core.refs import Ref

LEAFLET = Ref("leaflet", "open")
PATIENCE = 20
NEVER = 3600.0

pytestmark = pytest.mark.django_db(transaction=True)


class Connection:
    """What a server gives to the application: messages in, messages out, as slow as wanted."""

    def __init__(self) -> None:
        self.incoming: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self.heard: list[dict[str, Any]] = []
        self.closed_with: int | None = None
        self.reads = asyncio.Event()
        self.reads.set()
        self._moved = asyncio.Condition()
        self.incoming.put_nowait({"type": "websocket.connect"})

    def say(self, **wish: Any) -> None:
        self.incoming.put_nowait({"type": "websocket.receive", "text": json.dumps(wish)})

    async def send(self, message: Mapping[str, Any]) -> None:
        await self.reads.wait()
        if message["type"] == "websocket.send":
            self.heard.append(json.loads(message["text"]))
        elif message["type"] == "websocket.close":
            self.closed_with = message["code"]
        async with self._moved:
            self._moved.notify_all()

    async def numbers(self, count: int) -> list[int]:
        """Wait for ``count`` events and return their numbers."""
        async with asyncio.timeout(PATIENCE), self._moved:
            await self._moved.wait_for(lambda: len(self._events()) >= count)
        return self._events()

    async def word(self, index: int) -> dict[str, Any]:
        """Wait for the message of that index and return it."""
        async with asyncio.timeout(PATIENCE), self._moved:
            await self._moved.wait_for(lambda: len(self.heard) > index)
        return self.heard[index]

    def _events(self) -> list[int]:
        return [message["event"]["seq"] for message in self.heard if "event" in message]


SCOPE: dict[str, Any] = {
    "type": "websocket",
    "scheme": "ws",
    "path": "/live/ws",
    "query_string": b"",
    "client": ("127.0.0.1", 1),
    "headers": [(b"host", b"localhost"), (b"origin", b"http://localhost")],
}


@asynccontextmanager
async def open_hub(look_every: float = NEVER) -> AsyncIterator[Hub]:
    hub = Hub(local_bus, look_every=look_every)
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()


@asynccontextmanager
async def open_socket(hub: Hub, cookies: str = "") -> AsyncIterator[Connection]:
    connection = Connection()
    scope = {**SCOPE, "headers": [*SCOPE["headers"], (b"cookie", cookies.encode())]}
    receive = connection.incoming.get
    serving = asyncio.create_task(serve_socket(hub, scope, receive, connection.send))
    try:
        yield connection
    finally:
        connection.incoming.put_nowait({"type": "websocket.disconnect"})
        async with asyncio.timeout(PATIENCE):
            await serving


@asynccontextmanager
async def follow(hub: Hub, after: int = 0) -> AsyncIterator[Connection]:
    async with open_socket(hub) as connection:
        connection.say(subscribe=str(LEAFLET), after=after)
        assert "subscribed" in await connection.word(0)
        yield connection


def run(scenario: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(scenario())


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """List the numbers from which the log was read."""
    made: list[int] = []

    def counted(ref: Ref, after: int) -> Past:
        made.append(after)
        return event_log(ref, after)

    known = registry._types["leaflet"]
    counting = registry.SubjectType(known.authorize, counted)
    monkeypatch.setitem(registry._types, "leaflet", counting)
    return made


@pytest.fixture
def lose_notices(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Return a set: notices of the numbers put into it never arrive."""
    lost: set[int] = set()
    deliver = local_bus.publish

    def publish(notice: Notice) -> None:
        if not isinstance(notice, Moved) or notice.event.sequence not in lost:
            deliver(notice)

    monkeypatch.setattr(local_bus, "publish", publish)
    return lost


def test_two_hundred_sockets_hear_every_number_in_order(site: Site, reads: list[int]) -> None:
    async def one_page(ready: asyncio.Barrier) -> list[int]:
        address = f"ws://localhost:{site.port}/live/ws"
        async with connect(address, origin=Origin(site.origin), proxy=None) as socket:
            await socket.send(json.dumps({"subscribe": str(LEAFLET), "after": 0}))
            assert "subscribed" in json.loads(await socket.recv())
            await ready.wait()
            return [json.loads(await socket.recv())["event"]["seq"] for _ in range(50)]

    async def everybody() -> list[list[int]]:
        ready = asyncio.Barrier(201)
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            pages = [group.create_task(one_page(ready)) for _ in range(200)]
            await ready.wait()
            await in_thread(print_leaflets, "open", 50)
        return [page.result() for page in pages]

    assert asyncio.run(everybody()) == [list(range(1, 51))] * 200
    assert reads == [0], "the log is read once for all who start from the same number"


def test_a_slow_reader_delays_nobody_and_misses_nothing() -> None:
    facts = RECENT + 40

    async def scenario() -> None:
        async with open_hub() as hub, follow(hub) as quick, follow(hub) as slow:
            slow.reads.clear()
            await in_thread(print_leaflets, "open", facts)
            assert await quick.numbers(facts) == list(range(1, facts + 1))
            assert len(hub.topics[LEAFLET]._recent) == RECENT
            slow.reads.set()
            assert await slow.numbers(facts) == list(range(1, facts + 1))

    run(scenario)


def test_a_reader_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trousse.core.realtime.socket.SEND_TIMEOUT", 0.05)

    async def scenario() -> None:
        async with open_hub() as hub:
            connection = Connection()
            receive = connection.incoming.get
            serving = asyncio.create_task(serve_socket(hub, SCOPE, receive, connection.send))
            connection.say(subscribe=str(LEAFLET), after=0)
            await connection.word(0)
            connection.reads.clear()
            await in_thread(print_leaflets, "open")
            async with asyncio.timeout(PATIENCE):
                await serving
            assert hub.topics == {}

    run(scenario)


def test_a_lost_notice_is_filled_before_the_next_is_told(
    lose_notices: set[int], reads: list[int]
) -> None:
    lose_notices |= {2, 3}

    async def scenario() -> None:
        async with open_hub() as hub, follow(hub) as first, follow(hub) as second:
            await in_thread(print_leaflets, "open", 4)
            assert await first.numbers(4) == [1, 2, 3, 4]
            assert await second.numbers(4) == [1, 2, 3, 4]

    run(scenario)
    assert reads == [0, 1], "the gap is read once, for everybody"


def test_without_any_notice_the_database_is_looked_at(lose_notices: set[int]) -> None:
    lose_notices |= set(range(1, 100))

    async def scenario() -> None:
        async with open_hub(look_every=0.05) as hub, follow(hub) as page:
            await in_thread(print_leaflets, "open", 2)
            assert await page.numbers(2) == [1, 2]
            await in_thread(print_leaflets, "open", 1)
            assert await page.numbers(3) == [1, 2, 3]

    run(scenario)


def test_a_log_that_was_cut_under_our_feet_asks_for_a_reload(lose_notices: set[int]) -> None:
    lose_notices |= {1, 2}

    def cut() -> None:
        print_leaflets("open", 2)
        Event.objects.all().delete()
        print_leaflets("open", 1)

    async def scenario() -> None:
        async with open_hub() as hub, follow(hub) as page:
            await in_thread(cut)
            assert await page.word(1) == {"reload": str(LEAFLET), "seq": 3}
            await in_thread(print_leaflets, "open", 1)
            assert await page.numbers(1) == [4]

    run(scenario)


def test_a_subject_is_forgotten_with_its_last_follower() -> None:
    async def scenario() -> None:
        async with open_hub() as hub:
            async with follow(hub):
                async with follow(hub):
                    assert len(hub.topics[LEAFLET].followers) == 2
                assert len(hub.topics[LEAFLET].followers) == 1
            assert hub.topics == {}

    run(scenario)


def test_a_refused_subject_leaves_no_trace() -> None:
    async def scenario() -> None:
        async with open_hub() as hub, open_socket(hub) as connection:
            connection.say(subscribe="leaflet:staff", after=0)
            assert await connection.word(0) == {"refused": "leaflet:staff"}
            assert hub.topics == {}

    run(scenario)


def test_an_ended_session_stays_ended_whatever_the_database_still_says(settings: Settings) -> None:
    name, key = settings.SESSION_COOKIE_NAME, "k" * 32

    async def scenario() -> None:
        async with open_hub() as hub:
            announce_end_of_session(key)
            await asyncio.sleep(0)
            assert hub.is_ended(session_digest(key))
            async with open_socket(hub, f"{name}={key}") as connection:
                connection.say(ping=1)
                await connection.word(0)
                assert {listener.session for listener in hub._listeners} == {""}

    run(scenario)


def test_a_stopping_hub_closes_its_sockets() -> None:
    async def scenario() -> None:
        async with open_hub() as hub, follow(hub) as page:
            hub.say_goodbye()
            async with asyncio.timeout(PATIENCE), page._moved:
                await page._moved.wait_for(lambda: page.closed_with is not None)
            assert page.closed_with == 1012

    run(scenario)


def test_answers_that_nobody_reads_do_not_pile_up() -> None:
    async def scenario() -> None:
        async with open_hub() as hub:
            connection = Connection()
            receive = connection.incoming.get
            connection.reads.clear()
            serving = asyncio.create_task(serve_socket(hub, SCOPE, receive, connection.send))
            connection.reads.set()
            connection.say(ping=0)
            await connection.word(0)
            connection.reads.clear()
            for number in range(200):
                connection.say(ping=number)
            connection.reads.set()
            async with asyncio.timeout(PATIENCE):
                await serving
            assert connection.closed_with == 4429
            assert len(connection.heard) < 100

    run(scenario)


def test_first_of_stops_the_others_and_passes_errors_on() -> None:
    async def fail() -> None:
        raise LookupError

    async def wait_for_ever() -> None:
        await asyncio.Event().wait()

    async def scenario() -> None:
        with pytest.raises(LookupError):
            await lifetimes.first_of(wait_for_ever(), fail())

    run(scenario)
