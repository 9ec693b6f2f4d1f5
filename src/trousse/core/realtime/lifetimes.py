"""How long a connection lives: until the client leaves, misbehaves or may no longer stay."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from trousse.core.realtime.asgi_types import Receive
    from trousse.core.realtime.listener import Listener

T = TypeVar("T")

CHECK_EVERY = 60.0
"""Seconds between two looks at the session and the rights of an open connection."""
SEND_TIMEOUT = 20.0
"""Seconds given to a client to take what it is sent before it is given up."""


async def first_of(*works: Coroutine[None, None, T]) -> T:
    """Run ``works`` side by side; return the first result (or raise its error), stop the others."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(task for task in tasks if task in done).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until_shut_out(listener: "Listener") -> None:
    """Return when the session behind the connection has ended or changed."""
    while True:
        await asyncio.sleep(CHECK_EVERY)
        if not await listener.is_still_allowed():
            return


async def until_gone(receive: "Receive") -> None:
    """Return when an HTTP client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
