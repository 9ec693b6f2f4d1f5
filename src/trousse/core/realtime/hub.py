"""The heart of realtime: one per process, between the bus, the log and the open connections."""

import asyncio
import logging
import time
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings

from trousse.core.realtime import registry
from trousse.core.realtime.bus import Bus, local_bus
from trousse.core.realtime.database import in_thread
from trousse.core.realtime.limits import Admission
from trousse.core.realtime.redis_bus import RedisBus
from trousse.core.realtime.tail import Tail
from trousse.core.realtime.topic import Follower, Topic
from trousse.core.realtime.types import Moved, Notice, Past
from trousse.core.refs import Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from trousse.core.realtime.listener import Listener

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0
ENDED_SESSIONS_KEPT = 120.0
"""Seconds during which an ended session stays refused, whatever the database still says."""


class Hub:
    """Follows subjects on behalf of listeners. Everything runs on one event loop."""

    def __init__(self, bus: Bus, *, look_every: float = LOOK_EVERY) -> None:
        self.topics: dict[Ref, Topic] = {}
        self.admission = Admission()
        self.is_stopping = False
        self._bus = bus
        self._look_every = look_every
        self._listeners: set[Listener] = set()
        self._ended: dict[str, float] = {}
        self._tail = Tail()
        self._has_topics = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = False

    async def start(self) -> None:
        """Begin to listen to the bus; doing it twice does nothing."""
        if not self._started:
            self._started = True
            await self._bus.start(self.receive)
            self._spawn(self._keep_looking())

    async def stop(self) -> None:
        self.say_goodbye()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._bus.stop()
        self._tail.close()

    def say_goodbye(self) -> None:
        """Let every connection end now, so that the server need not wait for them."""
        self.is_stopping = True
        for listener in self._listeners:
            listener.wake()

    # --- Connections ---------------------------------------------------------------------

    def join(self, listener: "Listener") -> None:
        self._listeners.add(listener)

    def part(self, listener: "Listener") -> None:
        self._listeners.discard(listener)

    def is_ended(self, session: str) -> bool:
        """Tell whether this session (its digest) was ended a moment ago."""
        return self._ended.get(session, 0) > time.monotonic()

    async def follow(self, ref: Ref, after: int, wake: "Callable[[], None]") -> Follower:
        """Follow ``ref`` from number ``after`` on; ``wake`` is called when there is news.

        The bus is asked before the log is read, so that nothing falls between the two.
        """
        topic = self.topics.get(ref)
        if topic is None:
            topic = self.topics[ref] = Topic(ref, partial(_read_past, ref))
            self._bus.want(ref)
            self._has_topics.set()
        follower = Follower(topic, after, wake)
        topic.followers.add(follower)
        try:
            await topic.load(after)
        except BaseException:
            self.leave(follower)
            raise
        return follower

    def leave(self, follower: Follower) -> None:
        topic = follower.topic
        topic.followers.discard(follower)
        if not topic.followers and self.topics.get(topic.ref) is topic:
            del self.topics[topic.ref]
            self._bus.forget(topic.ref)
            if not self.topics:
                self._has_topics.clear()

    # --- Notices -------------------------------------------------------------------------

    def receive(self, notice: Notice) -> None:
        """Take a notice from the bus."""
        if isinstance(notice, Moved):
            topic = self.topics.get(notice.ref)
            if topic is not None and not topic.hear(notice.event):
                self._spawn(topic.fill())
            return
        self._remember_end(notice.session)
        for listener in self._listeners:
            if listener.session == notice.session:
                listener.end()

    def _remember_end(self, session: str) -> None:
        present = time.monotonic()
        recent = {key: end for key, end in self._ended.items() if end > present}
        self._ended = {**recent, session: present + ENDED_SESSIONS_KEPT}

    async def _keep_looking(self) -> None:
        while True:
            await self._has_topics.wait()
            await asyncio.sleep(self._look_every)
            for ref, head in (await self._tail.look(frozenset(self.topics))).items():
                topic = self.topics.get(ref)
                if topic is not None and not topic.reaches(head):
                    self._spawn(topic.fill())

    def _spawn(self, work: "Coroutine[None, None, None]") -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("realtime work failed", exc_info=error)


async def _read_past(ref: Ref, after: int) -> Past:
    return await in_thread(registry.history_of(ref), ref, after)


def make_hub() -> Hub:
    """Return the hub that this instance's settings ask for."""
    return Hub(RedisBus(settings.REDIS_URL) if settings.REDIS_URL else local_bus)
