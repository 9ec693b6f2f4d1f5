"""The virus scanner of the operator, if there is one: clamd by its socket, or any program.

A file is given to nobody until the scanner has said that it is clean: when the scanner is away,
files wait.
"""

import shlex
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

SECONDS = 120
PIECE = 256 * 1024
VIRUS_FOUND = 1


class Verdict(Enum):
    """What the scanner says."""

    CLEAN = "clean"
    INFECTED = "infected"


class ScannerAway(OSError):
    """No verdict: the scanner is away, or answered with an error."""


class Readable(Protocol):
    """An open file."""

    def read(self, size: int = -1, /) -> bytes: ...


class Scanner(Protocol):
    """Something that reads a file and says what it thinks of it. Raises ScannerAway."""

    def scan(self, content: Readable) -> Verdict: ...


def parse_scanner(text: str) -> Scanner:
    """Read ``clamd:HOST:PORT``, ``clamd:/path/of.socket`` or ``command:PROGRAM ARGUMENTS``."""
    kind, _, rest = text.partition(":")
    if kind == "command" and shlex.split(rest):
        return Command(tuple(shlex.split(rest)))
    if kind == "clamd" and rest.startswith("/"):
        return Clamd(rest)
    host, _, port = rest.rpartition(":")
    if kind == "clamd" and host and port.isdecimal():
        return Clamd((host, int(port)))
    raise ValueError("expected clamd:HOST:PORT, clamd:/path/of.socket or command:PROGRAM …")


@dataclass(frozen=True, slots=True)
class Command:
    """A program that reads the file on its standard input: 0 is clean, 1 a virus (clamdscan)."""

    words: tuple[str, ...]

    def scan(self, content: Readable) -> Verdict:
        try:
            done = subprocess.run(  # noqa: S603  # the operator's own words, no shell
                self.words, input=content.read(), capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ScannerAway(f"{Path(self.words[0]).name}: {type(error).__name__}") from error
        if done.returncode == 0:
            return Verdict.CLEAN
        if done.returncode == VIRUS_FOUND:
            return Verdict.INFECTED
        raise ScannerAway(f"{Path(self.words[0]).name} ended with {done.returncode}")


@dataclass(frozen=True, slots=True)
class Clamd:
    """ClamAV's daemon, by the command INSTREAM of its protocol (man clamd)."""

    address: str | tuple[str, int]

    def scan(self, content: Readable) -> Verdict:
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        try:
            with closing(self._connected(family)) as link:
                for part in _instream(content):
                    link.sendall(part)
                answer = _line(link)
        except OSError as error:
            raise ScannerAway(f"clamd: {type(error).__name__}") from error
        if answer == "stream: OK":
            return Verdict.CLEAN
        if answer.endswith(" FOUND"):
            return Verdict.INFECTED
        raise ScannerAway("clamd gave no verdict")

    def _connected(self, family: socket.AddressFamily) -> socket.socket:
        if family == socket.AF_INET and not isinstance(self.address, str):
            return socket.create_connection(self.address, timeout=SECONDS)
        link = socket.socket(family, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        try:
            link.connect(self.address)
        except OSError:
            link.close()
            raise
        return link


def _instream(content: Readable) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    while piece := content.read(PIECE):
        yield struct.pack("!L", len(piece)) + piece
    yield struct.pack("!L", 0)


def _line(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (piece := link.recv(1024)):
        answer += piece
    return answer.rstrip(b"\0").decode(errors="replace")
