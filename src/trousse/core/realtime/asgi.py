"""Putting the hub in front of the pages: sockets and ``/live/`` here, the rest to Django."""

import asyncio
import signal
import threading
from typing import TYPE_CHECKING

from trousse.core.realtime.hub import Hub, make_hub
from trousse.core.realtime.socket import serve_socket
from trousse.core.realtime.streams import serve_poll, serve_stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from trousse.core.realtime.asgi_types import Application, Receive, Scope, Send

    SignalHandler = Callable[[int, FrameType | None], object]

EDGES = {
    ("websocket", "/live/ws"): serve_socket,
    ("http", "/live/sse"): serve_stream,
    ("http", "/live/poll"): serve_poll,
}


class LiveApplication:
    """An ASGI application: the hub's edges, and ``pages`` for all other addresses."""

    def __init__(self, pages: "Application") -> None:
        self._pages = pages
        self._hub: Hub | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        edge = EDGES.get((scope["type"], scope["path"]))
        if edge is not None:
            await edge(await self._running_hub(), scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close"})
        else:
            await self._pages(scope, receive, send)

    async def _running_hub(self) -> Hub:
        """Return the hub; servers without lifespan events start it by the first connection."""
        if self._hub is None:
            self._hub = make_hub()
            await self._hub.start()
        return self._hub

    async def _live(self, receive: "Receive", send: "Send") -> None:
        await receive()
        hub = await self._running_hub()
        _say_goodbye_on_signals(hub)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await hub.stop()
        await send({"type": "lifespan.shutdown.complete"})


def _say_goodbye_on_signals(hub: Hub) -> None:
    """End the open connections at the first signal to stop.

    A server tells the application only after it has waited for open responses, and ours never
    end by themselves; so we hear the signal first, then let the server's own handler act.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        servers_own = signal.getsignal(number)
        if callable(servers_own):
            signal.signal(number, _goodbye_then(servers_own, hub, loop))


def _goodbye_then(
    servers_own: "SignalHandler", hub: Hub, loop: asyncio.AbstractEventLoop
) -> "SignalHandler":
    def on_signal(number: int, frame: "FrameType | None") -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(hub.say_goodbye)
        servers_own(number, frame)

    return on_signal
