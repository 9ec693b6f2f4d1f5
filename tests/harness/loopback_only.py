"""No test may talk to another machine: it would pass here and fail on a train."""

import ipaddress
import socket
from typing import Any

import pytest

LOOPBACK_NAMES = frozenset({"localhost", ""})
REAL_CONNECT = socket.socket.connect
REAL_RESOLVE = socket.getaddrinfo


class OutsideWorld(AssertionError):
    """A test tried to reach a machine that is not this one."""


def is_loopback(host: str) -> bool:
    """Whether ``host`` is a name or an address of this machine."""
    if host in LOOPBACK_NAMES or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def connect_on_loopback(self: socket.socket, address: Any) -> None:
    internet = self.family in {socket.AF_INET, socket.AF_INET6}
    stream = self.type == socket.SOCK_STREAM  # a datagram socket asks for a route, sends nothing
    if internet and stream and not is_loopback(str(address[0])):
        raise OutsideWorld(f"connection to {address[0]}")
    REAL_CONNECT(self, address)


def resolve_on_loopback(host: Any, *arguments: Any, **options: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and not is_loopback(name) and not _is_address(name):
        raise OutsideWorld(f"resolution of {name}")
    return REAL_RESOLVE(host, *arguments, **options)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections and name look-ups that leave the machine."""
    monkeypatch.setattr(socket.socket, "connect", connect_on_loopback)
    monkeypatch.setattr(socket, "getaddrinfo", resolve_on_loopback)
