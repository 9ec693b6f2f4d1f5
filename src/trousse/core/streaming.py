"""Sending a file piece by piece under both kinds of servers, without holding it in memory.

Under ASGI, Django would gather a synchronous iterator whole before sending its first byte.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Protocol

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

PIECE = 256 * 1024


class Readable(Protocol):
    """What is needed of an open file, of Python or of a storage."""

    def read(self, size: int = -1, /) -> bytes: ...

    def close(self) -> object: ...


class Streamed(StreamingHttpResponse):
    """The next ``length`` bytes of ``file``, which is closed with the answer, sent or not."""

    def __init__(
        self, request: HttpRequest, file: Readable, length: int, *, content_type: str
    ) -> None:
        self._file = file
        pieces = pieces_of(file, length)
        is_async = isinstance(request, ASGIRequest)
        super().__init__(in_threads(pieces) if is_async else pieces, content_type=content_type)
        self.headers["Content-Length"] = str(length)

    def close(self) -> None:
        super().close()
        self._file.close()


def pieces_of(file: Readable, length: int) -> Iterator[bytes]:
    """Yield the next ``length`` bytes of ``file``, fewer if it ends before."""
    while piece := file.read(min(PIECE, length)):
        yield piece
        length -= len(piece)


async def in_threads(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the same pieces, each read in a thread: the loop serves others meanwhile."""
    following = sync_to_async(_next, thread_sensitive=False)
    while piece := await following(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
