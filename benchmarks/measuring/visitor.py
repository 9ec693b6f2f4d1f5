"""A visitor who asks one thing after the other on one kept connection, as a browser does."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

FORM = "application/x-www-form-urlencoded"
TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``expects``: the statuses that count as right."""

    path: str
    body: str | None = None
    headers: Mapping[str, str] | None = None
    expects: tuple[int, ...] = (200,)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. ``size``: bytes of the body as sent, that is compressed.

    ``cookies``: those that the reply sets, by name.
    """

    status: int
    size: int
    body: bytes
    encoding: str
    cookies: Mapping[str, str]


class UnexpectedReply(Exception):
    """A figure of error pages would be worth nothing."""


class Visitor:
    """One connection to the site at ``origin`` (``http://host:port``)."""

    def __init__(self, origin: str, headers: Mapping[str, str]) -> None:
        self.origin = origin
        self._headers = {"Accept": "text/html", "Accept-Encoding": "gzip, br", **headers}
        self._connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=TIMEOUT)

    def send(self, request: Request) -> Reply:
        """Send it and read the reply to its end. Raises UnexpectedReply."""
        headers = {**self._headers, **(request.headers or {})}
        method = "GET"
        if request.body is not None:
            method = "POST"
            headers |= {"Content-Type": FORM, "Origin": self.origin}
        self._connection.request(method, request.path, request.body, headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.status not in request.expects:
            told = f"{method} {request.path}: {response.status}\n{body[:500]!r}"
            raise UnexpectedReply(told)
        encoding = response.headers["Content-Encoding"] or ""
        return Reply(response.status, len(body), body, encoding, _cookies_of(response))

    def close(self) -> None:
        self._connection.close()


def _cookies_of(response: http.client.HTTPResponse) -> dict[str, str]:
    jar = SimpleCookie()
    for line in response.headers.get_all("Set-Cookie", []):
        jar.load(line)
    return {name: morsel.value for name, morsel in jar.items()}
