"""Pages that follow a poll, as the hub sees them: a socket each, or one long poll after the other.

They note when they learn each number, by the clock of this process.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from websockets.asyncio.client import connect
from websockets.typing import Origin

OPENING_AT_ONCE = 50
"""Connections that are being opened at the same time: a crowd, not an attack."""


@dataclass
class Crowd:
    """Followers of ``subject`` on the site at ``origin``, from number ``after`` on."""

    origin: str
    subject: str
    after: int
    learned: dict[int, list[float]] = field(default_factory=dict)
    ready: int = 0
    opening: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(OPENING_AT_ONCE))

    def learn(self, messages: list[dict[str, Any]]) -> int:
        """Note the events among ``messages``; return the last number, 0 when there is none."""
        present = time.perf_counter()
        numbers = [message["event"]["seq"] for message in messages if "event" in message]
        for number in numbers:
            self.learned.setdefault(number, []).append(present)
        return max(numbers, default=0)


async def follow_by_socket(crowd: Crowd) -> None:
    """Follow until cancelled."""
    address = f"ws://{urlsplit(crowd.origin).netloc}/live/ws"
    async with crowd.opening:
        socket = await connect(
            address, origin=Origin(crowd.origin), proxy=None, compression=None, open_timeout=60
        )
    async with socket:
        await socket.send(json.dumps({"subscribe": crowd.subject, "after": crowd.after}))
        await socket.recv()
        crowd.ready += 1
        async for text in socket:
            crowd.learn([json.loads(text)])


async def follow_by_long_poll(crowd: Crowd) -> None:
    """Follow until cancelled, on one kept connection."""
    site = urlsplit(crowd.origin)
    async with crowd.opening:
        reader, writer = await asyncio.open_connection(site.hostname, site.port)
    known = crowd.after
    crowd.ready += 1
    try:
        while True:
            query = urlencode({"subject": crowd.subject, "after": known})
            head = f"GET /live/poll?{query} HTTP/1.1\r\nHost: {site.netloc}\r\n\r\n"
            writer.write(head.encode())
            known = crowd.learn((await _json_of(reader))["messages"]) or known
    finally:
        writer.close()


async def _json_of(reader: asyncio.StreamReader) -> dict[str, Any]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    if " 200 " not in head.partition("\r\n")[0]:
        raise ConnectionError(head)
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    answer: dict[str, Any] = json.loads(await reader.readexactly(length))
    return answer


TRANSPORTS: dict[str, Callable[[Crowd], Any]] = {
    "sockets": follow_by_socket,
    "long polls": follow_by_long_poll,
}
