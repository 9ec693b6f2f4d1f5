"""What this process knows about one followed subject, shared by all who follow it.

Followers hold no queue of their own, only the last number they were told: a slow one costs
nothing, and catching up after a cut, a lost notice or slowness is one and the same path.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import islice

from trousse.core.realtime import wire
from trousse.core.realtime.types import LiveEvent, Message, Past
from trousse.core.refs import Ref

RECENT = 256
"""Facts kept in memory per subject; who is further behind reads the database."""

ReadPast = Callable[[int], Awaitable[Past]]


class Topic:
    """The recent facts of a subject, without gap: numbers ``floor + 1`` to ``last``."""

    def __init__(self, ref: Ref, read_past: ReadPast) -> None:
        self.ref = ref
        self.read_past = read_past
        self.followers: set[Follower] = set()
        self.floor = 0
        self.last = 0
        self._recent: deque[LiveEvent] = deque()
        self._announced = 0
        self._loaded = False
        self._reading = asyncio.Lock()

    def covers(self, number: int) -> bool:
        """Tell whether all that came after ``number`` is here."""
        return self.floor <= number <= self.last

    def since(self, number: int) -> list[LiveEvent]:
        return list(islice(self._recent, max(0, number - self.floor), None))

    async def load(self, after: int) -> None:
        """Read the past from ``after`` on, unless another follower already did."""
        async with self._reading:
            if not self._loaded:
                self._start(after, await self.read_past(after))
                self._loaded = True

    def hear(self, event: LiveEvent) -> bool:
        """Take a fact from the bus; return False when :meth:`fill` must read those before it."""
        if self._loaded and event.sequence == self.last + 1:
            self._append(event)
            self._wake()
        return self.reaches(event.sequence)

    def reaches(self, number: int) -> bool:
        """Note that ``number`` exists; return False when it is not here yet."""
        self._announced = max(self._announced, number)
        return self._announced <= self.last

    async def fill(self) -> None:
        """Read from the database what was announced but is not here."""
        async with self._reading:
            if not self._loaded or self._announced <= self.last:
                return
            wanted = self._announced
            past = await self.read_past(self.last)
            if past.events is None:
                self._start(past.head, past)
            else:
                for event in past.events:
                    if event.sequence > self.last:
                        self._append(event)
            if self._announced == wanted:
                self._announced = self.last
        self._wake()

    def _start(self, after: int, past: Past) -> None:
        self._recent.clear()
        self.floor = self.last = past.head if past.events is None else after
        for event in past.events or ():
            self._append(event)

    def _append(self, event: LiveEvent) -> None:
        self._recent.append(event)
        self.last = event.sequence
        if len(self._recent) > RECENT:
            self._recent.popleft()
            self.floor += 1

    def _wake(self) -> None:
        for follower in self.followers:
            follower.wake()


@dataclass(eq=False, slots=True)
class Follower:
    """One connection's place in a topic: ``told`` is the last number it was given."""

    topic: Topic
    told: int
    wake: Callable[[], None]
    is_settled: bool = False

    async def news(self) -> list[Message]:
        """Return what to tell now, and count it as told."""
        ref = self.topic.ref
        if self.is_settled and self.told >= self.topic.last:
            return []
        if self.topic.covers(self.told):
            events = self.topic.since(self.told)
        else:
            past = await self.topic.read_past(self.told)
            if past.events is None:
                self.is_settled, self.told = True, past.head
                return [wire.reload(ref, past.head)]
            events = list(past.events)
        self.is_settled = True
        self.told = events[-1].sequence if events else self.told
        return [wire.event(ref, event) for event in events]
