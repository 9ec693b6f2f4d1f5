"""One id and one access line per request, under WSGI and ASGI.

The line names the route, not the path: links are secrets. It says nothing about the person.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from trousse.core.logs.context import is_well_formed, new_request_id, request_id, request_id_is

Response = HttpResponseBase
Handler = Callable[[HttpRequest], Response] | Callable[[HttpRequest], Awaitable[Response]]

logger = logging.getLogger("trousse.access")

REQUEST_ID = "trousse.request_id"
"""Where the request keeps its id, for the lines that Django writes after the middleware."""
QUIET_ROUTES = frozenset({"static", "healthz", "readyz"})


@sync_and_async_middleware
def request_log(get_response: Handler) -> Handler:
    """Set the request's id, return it in ``X-Request-ID`` and write the access line."""
    if iscoroutinefunction(get_response):

        async def serve_async(request: HttpRequest) -> Response:
            with _identified(request):
                started = time.monotonic()
                return _noted(request, await get_response(request), started)

        return serve_async

    def serve(request: HttpRequest) -> Response:
        with _identified(request):
            started = time.monotonic()
            response = get_response(request)
            assert isinstance(response, Response)  # noqa: S101  # the synchronous kind of handler
            return _noted(request, response, started)

    return serve


def route_of(request: HttpRequest) -> str:
    """Return the name of the URL pattern that answers, or ``static`` or ``unknown``."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return "static" if request.path_info.startswith(str(settings.STATIC_URL)) else "unknown"


@contextmanager
def _identified(request: HttpRequest) -> Iterator[None]:
    given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
    identifier = given if is_well_formed(given) else new_request_id()
    request.META[REQUEST_ID] = identifier
    with request_id_is(identifier):
        yield


def _noted(request: HttpRequest, response: Response, started: float) -> Response:
    response.headers["X-Request-ID"] = request_id()
    route = route_of(request)
    logger.log(
        logging.DEBUG if route in QUIET_ROUTES else logging.INFO,
        "request",
        extra={
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "duration_ms": round((time.monotonic() - started) * 1000, 1),
        },
    )
    return response
