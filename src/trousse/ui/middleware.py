"""The edge where errors become answers, once for every page."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin

from trousse.core.errors import TrousseError
from trousse.ui.error_pages import error_response

logger = logging.getLogger(__name__)

UNSTORABLE_ESCAPES = (b"\0", b"%00", b"\\u0000", b"\\ud8", b"\\ud9", b"\\uda", b"\\udb", b"\\udc")
"""NUL and lone surrogates, raw, in a form or in JSON: no database stores them as text."""


class ErrorEdge(MiddlewareMixin):
    """Turn a ``TrousseError`` into its page or its JSON; explain refused methods and bytes."""

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Refuse an address with a NUL before it reaches a query."""
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return error_response(request, 400)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TrousseError):
            return error_response(request, exception.status, error=exception)
        if isinstance(exception, (DatabaseError, ValueError)) and _holds_unstorable_text(request):
            logger.warning("text that no database stores passed a form", exc_info=exception)
            return error_response(request, 422)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            explained = error_response(request, response.status_code)
            explained["Allow"] = response["Allow"]
            return explained
        return response


def _holds_unstorable_text(request: HttpRequest) -> bool:
    values = [value for _, listed in request.POST.lists() for value in listed]
    if any("\0" in value for value in values):
        return True
    body = getattr(request, "_body", b"").lower()  # only if a view has read it
    return any(escape in body for escape in UNSTORABLE_ESCAPES)
