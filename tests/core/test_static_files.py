"""Static files, under both kinds of servers."""

import gzip
import warnings
from collections.abc import AsyncIterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from asgiref.sync import async_to_sync
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import AsyncRequestFactory, RequestFactory
from pytest_django import Settings

from trousse.core.static_files import StaticFiles
from trousse.core.streaming import PIECE

CONTENT = b"0123456789" * (PIECE // 5)


@pytest.fixture
def static(tmp_path: Path, settings: Settings) -> Iterator[StaticFiles]:
    """Return the middleware, before one file of two pieces that is also kept compressed.

    The end of an answer tidies up database connections; that of an earlier test may be there.
    """
    (tmp_path / "list.txt").write_bytes(CONTENT)
    (tmp_path / "list.txt.gz").write_bytes(gzip.compress(CONTENT))
    settings.STATIC_ROOT = str(tmp_path)
    request_finished.disconnect(close_old_connections)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield StaticFiles(_not_found)
    request_finished.connect(close_old_connections)


def _not_found(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


def _ask(static: StaticFiles, method: str = "GET", **headers: str) -> FileResponse:
    request = AsyncRequestFactory().generic(method, "/static/list.txt", headers=headers)
    return cast("FileResponse", static(request))


@async_to_sync
async def _read(answer: FileResponse) -> list[bytes]:
    return [piece async for piece in cast("AsyncIterable[bytes]", answer)]


def _pieces(answer: FileResponse) -> list[bytes]:
    with closing(answer):
        return _read(answer)


def test_a_file_is_sent_in_pieces_without_stopping_the_others(static: StaticFiles) -> None:
    answer = _ask(static)
    assert answer.is_async
    assert _pieces(answer) == [CONTENT[:PIECE], CONTENT[PIECE:]]
    assert answer["Content-Length"] == str(len(CONTENT))


def test_the_file_is_closed_with_an_answer_that_nobody_reads_whole(static: StaticFiles) -> None:
    answer = _ask(static)
    answer.close()
    with pytest.raises(ValueError, match="closed file"):
        _read(answer)


def test_a_part_is_sent_when_a_part_is_asked_for(static: StaticFiles) -> None:
    answer = _ask(static, range="bytes=2-5")
    assert answer.status_code == 206
    assert _pieces(answer) == [b"2345"]


def test_nothing_but_the_headers_answers_head(static: StaticFiles) -> None:
    answer = _ask(static, "HEAD")
    assert answer["Content-Length"] == str(len(CONTENT))
    assert _pieces(answer) == []


def test_an_unchanged_file_is_not_sent_again(static: StaticFiles) -> None:
    with closing(_ask(static)) as first:
        answer = _ask(static, **{"If-Modified-Since": first["Last-Modified"]})
    assert answer.status_code == 304
    assert _pieces(answer) == []


def test_the_compressed_copy_goes_to_those_who_read_it(static: StaticFiles) -> None:
    answer = _ask(static, **{"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(_pieces(answer))) == CONTENT


def test_other_pages_are_left_to_the_next(static: StaticFiles) -> None:
    assert static(AsyncRequestFactory().get("/static/other.txt")).status_code == 404


def test_a_server_of_the_older_kind_reads_as_before(static: StaticFiles) -> None:
    answer = cast("FileResponse", static(RequestFactory().get("/static/list.txt")))
    with closing(answer):
        assert not answer.is_async
        assert b"".join(answer) == CONTENT
