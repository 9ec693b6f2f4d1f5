"""Giving bytes back so that nothing in them can act: whole, by ranges, or « unchanged ».

Whatever a file holds, the browser gets it under a policy that forbids scripts, frames and every
request; documents are downloads; only images that we drew ourselves are shown in pages.
"""

import re

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from trousse.core.errors import NotFound
from trousse.core.streaming import Streamed
from trousse.files.models import StoredFile
from trousse.files.queries import is_image, media_type_of

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
SANDBOX = "sandbox; default-src 'none'"
Span = tuple[int, int]
"""First byte, and the one after the last."""


def serve(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """Answer with ``file``, which the visitor may open. Raises NotFound when its bytes are lost."""
    etag = f'"{file.sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _guarded(HttpResponse(status=304), file, etag)
    wanted = _wanted(request, file, etag)
    if wanted is None:
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{file.size}"
        return _guarded(response, file, etag)
    return _guarded(_sent(request, file, wanted), file, etag)


def _sent(request: HttpRequest, file: StoredFile, span: Span) -> HttpResponseBase:
    start, end = span
    try:
        content = default_storage.open(file.storage_key)
    except FileNotFoundError as error:
        raise NotFound from error
    content.seek(start)
    response = Streamed(request, content, end - start, content_type=_content_type(file))
    if (start, end) != (0, file.size):
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return response


def _content_type(file: StoredFile) -> str:
    media_type = media_type_of(file)
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _guarded(response: HttpResponseBase, file: StoredFile, etag: str) -> HttpResponseBase:
    shown = is_image(file)
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
        # An image of a page is kept by the browser, which asks each time whether it still may.
        "Cache-Control": "private, no-cache" if shown else "private, no-store",
        "Content-Disposition": content_disposition_header(not shown, file.name) or "inline",
    }
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _wanted(request: HttpRequest, file: StoredFile, etag: str) -> Span | None:
    """Return the part that is asked for, the whole by default, None when it lies outside."""
    whole = (0, file.size)
    asked = request.headers.get("Range", "")
    unless_changed = request.headers.get("If-Range", etag)
    match = _RANGE.fullmatch(asked)
    if match is None or match[0] == "bytes=-" or unless_changed != etag:
        return whole  # several ranges, other units and stale parts: the whole is a right answer
    if not match[1]:
        return (max(file.size - int(match[2]), 0), file.size) if int(match[2]) else None
    start = int(match[1])
    end = min(int(match[2]) + 1, file.size) if match[2] else file.size
    if match[2] and int(match[2]) < start:
        return whole
    return (start, end) if start < file.size else None
