"""Notices between processes, by Redis publish/subscribe: one connection per hub."""

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from trousse.core.realtime import wire
from trousse.core.realtime.types import Moved, Notice
from trousse.core.refs import Ref

if TYPE_CHECKING:
    from redis.asyncio.client import PubSub

    from trousse.core.realtime.bus import Deliver

logger = logging.getLogger(__name__)

SESSIONS = "trousse:live:sessions"
PUBLISH_TIMEOUT = 0.25
"""Seconds: a vote must not wait for a sick Redis; the hubs' tail replaces the lost notice."""
PAUSE_AFTER_FAILURE = 5.0
RECONNECT_DELAY = 1.0


def channel_of(ref: Ref) -> str:
    return f"trousse:live:{ref}"


class RedisPublisher:
    """The writing side, synchronous; failures are logged and never raised."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(
            url,
            socket_timeout=PUBLISH_TIMEOUT,
            socket_connect_timeout=PUBLISH_TIMEOUT,
            retry=Retry(NoBackoff(), 0),
        )
        self._silent_until = 0.0

    def publish(self, notice: Notice) -> None:
        if time.monotonic() < self._silent_until:
            return
        channel = channel_of(notice.ref) if isinstance(notice, Moved) else SESSIONS
        try:
            self._redis.publish(channel, wire.encode_notice(notice))
        except RedisError as error:
            self._silent_until = time.monotonic() + PAUSE_AFTER_FAILURE
            logger.warning("realtime notices pause, Redis does not answer: %s", error)


class RedisBus:
    """The listening side: reconnects for ever, and subscribes to exactly what is wanted."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._wanted = {SESSIONS}
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self, deliver: "Deliver") -> None:
        self._task = asyncio.create_task(self._keep_listening(deliver))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def want(self, ref: Ref) -> None:
        self._wanted.add(channel_of(ref))
        self._changed.set()

    def forget(self, ref: Ref) -> None:
        self._wanted.discard(channel_of(ref))
        self._changed.set()

    async def _keep_listening(self, deliver: "Deliver") -> None:
        while True:
            try:
                await self._listen(deliver)
            except* (RedisError, OSError) as errors:
                logger.warning("realtime bus lost, trying again: %s", errors.exceptions[0])
            await asyncio.sleep(RECONNECT_DELAY)

    async def _listen(self, deliver: "Deliver") -> None:
        client = AsyncRedis.from_url(
            self._url,
            socket_connect_timeout=2,
            socket_keepalive=True,
            retry=AsyncRetry(NoBackoff(), 0),
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as pubsub:
            have = set(self._wanted)
            await pubsub.subscribe(*have)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._follow_wishes(pubsub, have))
                both.create_task(_read(pubsub, deliver))

    async def _follow_wishes(self, pubsub: "PubSub", have: set[str]) -> None:
        while True:
            self._changed.clear()
            wanted = set(self._wanted)
            if missing := wanted - have:
                await pubsub.subscribe(*missing)
            if useless := have - wanted:
                await pubsub.unsubscribe(*useless)
            have = wanted
            await self._changed.wait()


async def _read(pubsub: "PubSub", deliver: "Deliver") -> None:
    async for message in pubsub.listen():
        if message["type"] != "message":
            continue
        try:
            deliver(wire.decode_notice(message["data"]))
        except ValueError:
            logger.warning("a notice on the bus cannot be read")
