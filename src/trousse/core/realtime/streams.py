"""The HTTP edges, for networks that cut sockets: an event stream and a long poll."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from trousse.core.realtime.lifetimes import SEND_TIMEOUT, first_of, until_gone, until_shut_out
from trousse.core.realtime.requests import Question, admitted, read_question, request_of
from trousse.core.realtime.visits import is_from_our_pages

if TYPE_CHECKING:
    from trousse.core.realtime.asgi_types import Receive, Scope, Send
    from trousse.core.realtime.hub import Hub
    from trousse.core.realtime.listener import Listener
    from trousse.core.realtime.types import Message

BEAT_EVERY = 15.0
"""Seconds: proxies cut streams that are silent for a minute, pages those silent for longer."""
LONGEST_WAIT = 25.0
"""Seconds that a poll may wait; proxies commonly cut at 30 or 60."""

HEADERS = (
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)


Edge = Callable[["Listener", Question, "Receive", "Send"], Awaitable[None]]


async def serve_stream(hub: "Hub", scope: "Scope", receive: "Receive", send: "Send") -> None:
    """Send the news as server-sent events until the client leaves."""
    await _serve(_stream, hub, scope, receive, send)


async def serve_poll(hub: "Hub", scope: "Scope", receive: "Receive", send: "Send") -> None:
    """Answer once, as soon as there is news, at the latest after a while."""
    await _serve(_poll, hub, scope, receive, send)


async def _serve(edge: Edge, hub: "Hub", scope: "Scope", receive: "Receive", send: "Send") -> None:
    request = request_of(scope)
    if request.method != "GET":
        await _answer(send, HTTPStatus.METHOD_NOT_ALLOWED)
        return
    if not is_from_our_pages(request):
        await _answer(send, HTTPStatus.FORBIDDEN)
        return
    try:
        question = read_question(request)
    except ValueError:
        await _answer(send, HTTPStatus.BAD_REQUEST)
        return
    async with admitted(hub, request) as listener:
        if listener is None:
            await _answer(send, HTTPStatus.TOO_MANY_REQUESTS)
        else:
            await edge(listener, question, receive, send)


async def _answer(send: "Send", status: HTTPStatus, content: "Message | None" = None) -> None:
    body = json.dumps(content or {"error": {"code": status.phrase}}).encode()
    length = (b"content-length", str(len(body)).encode())
    headers = [(b"content-type", b"application/json"), length, *HEADERS]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})


# --- Event stream ----------------------------------------------------------------------------


async def _stream(
    listener: "Listener", question: Question, receive: "Receive", send: "Send"
) -> None:
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for wish in question.wishes:
        listener.reply(await listener.subscribe(wish.subject, wish.after))
    try:
        await first_of(
            _tell(listener, send, with_ids=len(question.wishes) == 1),
            _beat(listener),
            until_gone(receive),
            until_shut_out(listener),
        )
        await send({"type": "http.response.body", "body": b""})
    except (OSError, TimeoutError):
        return  # the client is gone, or takes nothing any more


async def _tell(listener: "Listener", send: "Send", *, with_ids: bool) -> None:
    while messages := await listener.next_messages():
        text = "".join(_as_event(message, with_id=with_ids) for message in messages)
        async with asyncio.timeout(SEND_TIMEOUT):
            body = text.encode()
            await send({"type": "http.response.body", "body": body, "more_body": True})


def _as_event(message: "Message", *, with_id: bool) -> str:
    """Write one server-sent event; its id is the number that a reconnection resumes from."""
    told = message if "reload" in message else message.get("event", {})
    head = f"id: {told['seq']}\n" if with_id and told else ""
    return f"{head}data: {json.dumps(message)}\n\n"


async def _beat(listener: "Listener") -> None:
    """Prove from time to time that the stream is alive, to proxies and to the page."""
    while True:
        await asyncio.sleep(BEAT_EVERY)
        listener.reply({"beat": BEAT_EVERY})


# --- Long poll -------------------------------------------------------------------------------


async def _poll(listener: "Listener", question: Question, receive: "Receive", send: "Send") -> None:
    for wish in question.wishes:
        reply = await listener.subscribe(wish.subject, wish.after)
        if "refused" in reply:
            listener.reply(reply)
    if question.may_wait:
        messages = await first_of(_news_or_nothing(listener), _nothing_when_gone(receive))
    else:
        messages = await listener.present_messages()
    pause = 1 if listener.is_over else 0
    await _answer(send, HTTPStatus.OK, {"messages": messages, "pause": pause})


async def _news_or_nothing(listener: "Listener") -> "list[Message]":
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            return await listener.next_messages()
    except TimeoutError:
        return []


async def _nothing_when_gone(receive: "Receive") -> "list[Message]":
    await until_gone(receive)
    return []
