"""Notices by Redis: exactly what is wanted, and life without it."""

import asyncio
import shutil
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from redis import Redis

from tests.core.realtime.split.servers import free_port, machine
from tests.core.realtime.split.servers import redis as redis_server
from trousse.core.realtime import redis_bus, wire
from trousse.core.realtime.redis_bus import RedisBus, RedisPublisher
from trousse.core.realtime.types import LiveEvent, Moved, Notice, SessionEnded
from trousse.core.refs import Ref

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed"),
]

WANTED, OTHER = Ref("leaflet", "wanted"), Ref("leaflet", "other")


def moved(ref: Ref, number: int) -> Moved:
    return Moved(ref, LiveEvent(number, "leaflet.printed"))


@pytest.fixture
def port() -> int:
    return free_port()


def url(port: int) -> str:
    return f"redis://127.0.0.1:{port}"


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  # what another program does tells nobody
            await asyncio.sleep(0.01)


async def count_followers(client: Redis, ref: Ref, expected: int) -> None:
    """Wait until the server counts so many subscriptions to that subject."""
    channel = redis_bus.channel_of(ref)
    await until(lambda: client.pubsub_numsub(channel)[0][1] == expected)


def test_it_hears_what_is_wanted_until_it_is_forgotten(tmp_path: Path, port: int) -> None:
    heard: list[Notice] = []

    async def scenario(client: Redis) -> None:
        bus, publisher = RedisBus(url(port)), RedisPublisher(url(port))
        await bus.start(heard.append)
        bus.want(WANTED)
        await count_followers(client, WANTED, 1)
        for notice in (moved(OTHER, 1), moved(WANTED, 1), SessionEnded("digest")):
            publisher.publish(notice)
        client.publish(redis_bus.channel_of(WANTED), "no notice")
        publisher.publish(moved(WANTED, 2))
        await until(lambda: len(heard) == 3)
        bus.forget(WANTED)
        await count_followers(client, WANTED, 0)
        await bus.stop()

    with redis_server(machine(tmp_path), port), Redis.from_url(url(port)) as client:
        asyncio.run(scenario(client))
    assert heard == [moved(WANTED, 1), SessionEnded("digest"), moved(WANTED, 2)]


def test_it_comes_back_after_an_outage(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_bus, "RECONNECT_DELAY", 0.05)
    heard: list[Notice] = []

    async def scenario() -> None:
        bus = RedisBus(url(port))
        await bus.start(heard.append)
        bus.want(WANTED)
        for number in (1, 2):
            with redis_server(machine(tmp_path), port), Redis.from_url(url(port)) as client:
                await count_followers(client, WANTED, 1)
                RedisPublisher(url(port)).publish(moved(WANTED, number))
                await until(partial(heard.__contains__, moved(WANTED, number)))
        await bus.stop()

    asyncio.run(scenario())
    assert heard == [moved(WANTED, 1), moved(WANTED, 2)]


def test_writers_do_not_wait_for_a_redis_that_is_away(port: int) -> None:
    publisher = RedisPublisher(url(port))
    started = time.monotonic()
    for number in range(1000):
        publisher.publish(moved(WANTED, number))
    assert time.monotonic() - started < 1


def test_writers_do_not_wait_for_a_redis_that_hangs(tmp_path: Path, port: int) -> None:
    with redis_server(machine(tmp_path), port) as process:
        publisher = RedisPublisher(url(port))
        publisher.publish(moved(WANTED, 1))
        process.send_signal(signal.SIGSTOP)
        started = time.monotonic()
        for number in range(1000):
            publisher.publish(moved(WANTED, number))
        assert time.monotonic() - started < 1
        process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize(
    "text", ["", "no json", "[]", "3", "{}", '{"subject": "x", "seq": 1, "type": "y"}']
)
def test_a_notice_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        wire.decode_notice(text)


@pytest.mark.parametrize("notice", [moved(WANTED, 7), SessionEnded("digest")])
def test_a_notice_survives_the_journey(notice: Notice) -> None:
    assert wire.decode_notice(wire.encode_notice(notice)) == notice
