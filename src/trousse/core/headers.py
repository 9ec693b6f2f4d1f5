"""The security headers that neither Django nor django-csp sets."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Handler: TypeAlias = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


@sync_and_async_middleware
def permissions_policy(get_response: Handler) -> Handler:
    """Tell browsers which powers our pages never ask for (``settings.PERMISSIONS_POLICY``).

    A page that needs one, such as a call, sets the header itself.
    """
    policy = ", ".join(f"{feature}={allowed}" for feature, allowed in _policy())

    if iscoroutinefunction(get_response):

        async def async_middleware(request: HttpRequest) -> HttpResponseBase:
            response: HttpResponseBase = await get_response(request)
            response.headers.setdefault("Permissions-Policy", policy)
            return response

        return async_middleware

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        assert isinstance(response, HttpResponseBase)  # noqa: S101  # the synchronous branch
        response.headers.setdefault("Permissions-Policy", policy)
        return response

    return middleware


def _policy() -> list[tuple[str, str]]:
    return sorted(settings.PERMISSIONS_POLICY.items())
