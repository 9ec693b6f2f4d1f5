"""How notices reach this process: the seam between one process and several."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from trousse.core.realtime.types import Notice
from trousse.core.refs import Ref

Deliver = Callable[[Notice], None]


class Bus(Protocol):
    """Brings the notices of the subjects that it was asked for, at most once, maybe never."""

    async def start(self, deliver: Deliver) -> None: ...

    async def stop(self) -> None: ...

    def want(self, ref: Ref) -> None: ...

    def forget(self, ref: Ref) -> None: ...


class LocalBus:
    """Notices of this process only, handed over from any thread to the hub's event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deliver: Deliver | None = None

    async def start(self, deliver: Deliver) -> None:
        self._loop, self._deliver = asyncio.get_running_loop(), deliver

    async def stop(self) -> None:
        self._loop = self._deliver = None

    def want(self, ref: Ref) -> None:
        """Nothing to do: every local notice passes by."""

    def forget(self, ref: Ref) -> None:
        """Nothing to do: every local notice passes by."""

    def publish(self, notice: Notice) -> None:
        """Hand ``notice`` to the hub of this process, if one runs. Safe from any thread."""
        loop, deliver = self._loop, self._deliver
        if loop is not None and deliver is not None and not loop.is_closed():
            loop.call_soon_threadsafe(deliver, notice)


local_bus = LocalBus()
"""The process's own: operations publish on it without knowing whether a hub listens."""
