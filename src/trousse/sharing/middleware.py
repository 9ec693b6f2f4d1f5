"""Links that carry a key: the browser keeps it, and nothing else does."""

import re
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from trousse.accounts.current import KEY_PARAMETER, remember_key

Handler: TypeAlias = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]

_KEY = re.compile(r"[A-Za-z0-9_-]{32}")
"""What our tokens look like: anything else is not worth a place in the browser."""
FIRST_ERROR = 400


@sync_and_async_middleware
def keep_keys(get_response: Handler) -> Handler:
    """Keep the key of a link that opened something, and keep its page out of caches and indexes.

    The referrer goes to our own pages only. « no-referrer » would be stricter in words, but makes
    browsers send forms with ``Origin: null``, which the check against forged forms refuses.
    """
    if iscoroutinefunction(get_response):

        async def serve_async(request: HttpRequest) -> HttpResponseBase:
            return _kept(request, await get_response(request))

        return serve_async

    def serve(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        assert isinstance(response, HttpResponseBase)  # noqa: S101  # the synchronous branch
        return _kept(request, response)

    return serve


def _kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    key = request.GET.get(KEY_PARAMETER, "") if request.META.get("QUERY_STRING") else ""
    if not key:
        return response
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.method == "GET" and response.status_code < FIRST_ERROR and _KEY.fullmatch(key):
        remember_key(response, request, key)
    return response
