"""Asking addresses that people typed, without becoming their way into our own network.

Https only, and public addresses only: the name is resolved once, every address found is judged,
and the connection goes to the one that was judged, so that a name cannot change its mind in
between. Redirects are followed one by one, each judged as the first. Size and time are bounded.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trousse.core.errors import InvalidInput

Method: TypeAlias = Literal["GET", "HEAD"]
Reason: TypeAlias = Literal["address", "private", "name", "silent", "secure", "big", "redirects"]
MOST_REDIRECTS = 4
CHUNK = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
USER_AGENT = "Trousse (links of a library of services)"
WORDS = {
    "address": _("This is not an address that begins with https://."),
    "private": _("This address leads to a private network: it is not asked."),
    "name": _("Nothing answers to this name."),
    "silent": _("This address does not answer."),
    "secure": _("The certificate of this address is not valid."),
    "big": _("What stands at this address is too big."),
    "redirects": _("This address leads from one place to another without end."),
}
_TRANSLATORS = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""Addresses behind which a gateway reaches IPv4, ours included (RFC 6052, RFC 8215)."""


class Unreachable(InvalidInput):
    """The address gave nothing. ``reason`` says why, for programs; the message, for people."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(WORDS[reason], field="url")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``url``: where it was found, after redirects; ``content``: b"" of a HEAD."""

    status: int
    url: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class _Target:
    """An address that was judged: the connection goes to ``ip``, whatever the name says later."""

    secure: bool
    host: str
    port: int
    path: str
    ip: str


def ask(
    url: str,
    *,
    method: Method = "GET",
    accept: str = "*/*",
    most_bytes: int = 1_000_000,
    seconds: float = 10.0,
) -> Answer:
    """Return what ``url`` answers, whatever its status; never inside a transaction.

    ``seconds``: for everything together, redirects included (the system's resolver has limits of
    its own). Raises :class:`Unreachable`.
    """
    end = time.monotonic() + seconds
    for _hop in range(MOST_REDIRECTS + 1):
        target = _judged(url)
        try:
            status, headers, content = _asked(target, method, accept, most_bytes, end)
        except ssl.SSLError as error:
            raise Unreachable("secure") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable("silent") from error
        location = headers.get("Location", "")
        if status not in REDIRECTS or not location:
            return Answer(status, url, content, headers.get("Content-Type", ""))
        url = urljoin(url, location)
    raise Unreachable("redirects")


def is_public(ip: str) -> bool:
    """Tell whether an IP address is one of the open internet, whatever way it is written."""
    found = ipaddress.ip_address(ip)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if found.sixtofour or found.teredo or any(found in one for one in _TRANSLATORS):
            return False
    return found.is_global and not found.is_multicast


def _judged(url: str) -> _Target:
    parts = _parts(url)
    host = (parts.hostname or "").rstrip(".")
    allowed = host in settings.PRIVATE_HOSTS
    if parts.scheme != "https" and not (allowed and parts.scheme == "http"):
        raise Unreachable("address")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    addresses = _resolved(host, port)
    if not allowed and not all(map(is_public, addresses)):
        raise Unreachable("private")
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return _Target(secure, _ascii(host), port, f"{path}{query}", addresses[0])


def _parts(url: str) -> SplitResult:
    """Return the parts of an address without name or password, in visible characters only."""
    try:
        parts = urlsplit(url)
        readable = url.isprintable() and " " not in url
        if not (parts.hostname and readable) or parts.username or parts.port == 0:
            raise Unreachable("address")
    except ValueError as error:
        raise Unreachable("address") from error
    return parts


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Unreachable("address") from error


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(_ascii(host), port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable("name") from error
    # A scope (fe80::1%eth0) is only found on private addresses, where it changes nothing.
    return [str(row[4][0]).partition("%")[0] for row in found]


def _asked(
    target: _Target, method: Method, accept: str, most_bytes: int, end: float
) -> tuple[int, http.client.HTTPMessage, bytes]:
    left = max(end - time.monotonic(), 0.01)
    connection = _connected(target, left)
    # A timeout of the socket counts each piece: this one counts them all.
    closing = threading.Timer(left, _cut, [connection])
    closing.daemon = True
    closing.start()
    try:
        headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "identity"}
        connection.request(method, _quoted(target.path), headers=headers)
        response = connection.getresponse()
        is_final = response.status not in REDIRECTS and method == "GET"
        content = _read(response, most_bytes, end) if is_final else b""
        return response.status, response.headers, content
    finally:
        closing.cancel()
        connection.close()


def _connected(target: _Target, seconds: float) -> http.client.HTTPConnection:
    """Return a connection to the very address that was judged, under the name asked for."""
    plain = socket.create_connection((target.ip, target.port), timeout=seconds)
    connection = http.client.HTTPConnection(target.host, target.port, timeout=seconds)
    if not target.secure:
        connection.sock = plain
        return connection
    context = ssl.create_default_context()
    try:
        connection.sock = context.wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise
    connection.default_port = http.client.HTTPS_PORT  # so that the name is sent without :443
    return connection


def _cut(connection: http.client.HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with contextlib.suppress(OSError):  # closed meanwhile: the answer came
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse, most_bytes: int, end: float) -> bytes:
    content = bytearray()
    while piece := response.read(CHUNK):
        content += piece
        if len(content) > most_bytes:
            raise Unreachable("big")
        if time.monotonic() > end:
            raise Unreachable("silent")
    if time.monotonic() > end:  # cut by the clock, not ended by the server
        raise Unreachable("silent")
    return bytes(content)


def _quoted(path: str) -> str:
    """Return a path in ASCII, what is quoted already left as it is."""
    return quote(path, safe="/%:=&?~#+!$,;'@()*[]")
