"""Pages, as the hub sees them: a socket, an event stream, a poll."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

Message = dict[str, Any]


class Page:
    """One socket, opened by a page of the site."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, **wish: Any) -> None:
        self.socket.send(json.dumps(wish))

    def hear(self, timeout: float = 10) -> Message:
        message: Message = json.loads(self.socket.recv(timeout=timeout))
        return message

    def follow(self, subject: str, after: int = 0) -> Message:
        self.say(subscribe=subject, after=after)
        return self.hear()

    def numbers(self, count: int) -> list[int]:
        return [self.hear()["event"]["seq"] for _ in range(count)]


@dataclass
class Site:
    """A running server and the cookies of a browser that visits it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    forwarded_for: str = ""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def headers(self, **more: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        proxied = {"X-Forwarded-For": self.forwarded_for} if self.forwarded_for else {}
        return {"Cookie": cookies, **proxied, **{k.replace("_", "-"): v for k, v in more.items()}}

    @contextmanager
    def page(self, origin: str | None = None) -> Iterator[Page]:
        """Open a socket; ``origin`` is that of the page, by default the site's own."""
        with connect(
            f"ws://localhost:{self.port}/live/ws",
            origin=Origin(self.origin if origin is None else origin) if origin != "" else None,
            additional_headers=self.headers(),
            proxy=None,
            open_timeout=10,
        ) as socket:
            yield Page(socket)

    @contextmanager
    def get(self, path: str, query: Any = (), **headers: str) -> Iterator[http.client.HTTPResponse]:
        """Send a GET and give the response, its body unread."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=15)
        address = f"{path}?{urlencode(query)}" if query else path
        connection.request("GET", address, headers=self.headers(**headers))
        with closing(connection), connection.getresponse() as response:
            yield response

    def poll(self, subject: str, after: int, **headers: str) -> Message:
        query = {"subject": subject, "after": after}
        with self.get("/live/poll", query, **headers) as response:
            assert response.status == 200, response.status
            answer: Message = json.load(response)
            return answer

    @contextmanager
    def stream(self, subject: str, after: int, **headers: str) -> Iterator[Iterator[Message]]:
        """Open an event stream; iterate over its messages, each with its ``id`` if it has one."""
        query = {"subject": subject, "after": after}
        with self.get("/live/sse", query, **headers) as response:
            assert response.status == 200, response.status
            yield _messages_of(response)


def _messages_of(response: http.client.HTTPResponse) -> Iterator[Message]:
    identifier = ""
    while line := response.readline().decode():
        if line.startswith("id: "):
            identifier = line[4:].strip()
        elif line.startswith("data: "):
            yield {**json.loads(line[6:]), "id": identifier}
            identifier = ""
