"""The WebSocket edge: one socket per page, several subjects on it."""

import asyncio
import json
from enum import IntEnum
from typing import TYPE_CHECKING

from trousse.core.realtime.lifetimes import SEND_TIMEOUT, first_of, until_shut_out
from trousse.core.realtime.limits import LONGEST_MESSAGE, Pace
from trousse.core.realtime.listener import TooManyReplies
from trousse.core.realtime.requests import admitted, read_number, request_of
from trousse.core.realtime.visits import is_from_our_pages

if TYPE_CHECKING:
    from trousse.core.realtime.asgi_types import Receive, Scope, Send
    from trousse.core.realtime.hub import Hub
    from trousse.core.realtime.listener import Listener


class Close(IntEnum):
    """Why we close a socket (RFC 6455 §7.4.1; from 4000 on our own, after HTTP's)."""

    TOO_BIG = 1009
    RESTART = 1012
    MALFORMED = 4400
    SIGNED_OUT = 4401
    TOO_MANY = 4429


async def serve_socket(hub: "Hub", scope: "Scope", receive: "Receive", send: "Send") -> None:
    """Run one socket from its handshake to its end."""
    request = request_of(scope)
    await receive()
    if hub.is_stopping or not is_from_our_pages(request, must_say_origin=True):
        await send({"type": "websocket.close"})
        return
    async with admitted(hub, request) as listener:
        await send({"type": "websocket.accept"})
        if listener is None:
            await _close(send, Close.TOO_MANY)
            return
        code = await first_of(_read(listener, receive), _write(listener, send), _watch(listener))
        if code is not None:
            await _close(send, code)


async def _close(send: "Send", code: Close) -> None:
    try:
        async with asyncio.timeout(SEND_TIMEOUT):
            await send({"type": "websocket.close", "code": int(code)})
    except (OSError, TimeoutError):
        return  # the client is already gone


async def _read(listener: "Listener", receive: "Receive") -> Close | None:
    """Answer the client's messages until it leaves or misbehaves."""
    pace = Pace()
    while (message := await receive())["type"] != "websocket.disconnect":
        text = message.get("text") or ""
        if len(text) > LONGEST_MESSAGE:
            return Close.TOO_BIG
        if not pace.allows_one_more():
            return Close.TOO_MANY
        try:
            await _obey(listener, json.loads(text))
        except (ValueError, RecursionError):
            return Close.MALFORMED
        except TooManyReplies:
            return Close.TOO_MANY
    return None


async def _obey(listener: "Listener", wish: object) -> None:
    """Do what one message asks. Raises ValueError when it cannot be understood."""
    match wish:
        case {"subscribe": str(subject), "after": after}:
            listener.reply(await listener.subscribe(subject, read_number(after)))
        case {"unsubscribe": str(subject)}:
            listener.unsubscribe(subject)
        case {"ping": int(number)}:
            listener.reply({"pong": number})
        case _:
            raise ValueError("expected subscribe, unsubscribe or ping")


async def _write(listener: "Listener", send: "Send") -> Close | None:
    """Tell the news until there is no more to tell, or nobody to take it."""
    try:
        while messages := await listener.next_messages():
            for message in messages:
                async with asyncio.timeout(SEND_TIMEOUT):
                    await send({"type": "websocket.send", "text": json.dumps(message)})
    except (OSError, TimeoutError):
        return None  # the client is gone, or takes nothing any more
    return Close.SIGNED_OUT if listener.is_ended else Close.RESTART


async def _watch(listener: "Listener") -> Close:
    await until_shut_out(listener)
    return Close.SIGNED_OUT
