"""Keeping pages that are about dates from showing appointments, with the names in them."""

from collections.abc import Callable, Collection, Iterable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from trousse.core.errors import NotFound
from trousse.services.polls.models import Poll

OF_ONE_POLL = "<str:poll_id>/"


def about_dates(patterns: Iterable[URLPattern], *, but: Collection[str]) -> list[URLPattern]:
    """Return ``patterns``, where pages of one poll find no appointments, ``but`` those named.

    A page made later for dates refuses appointments until somebody has thought of them.
    """
    return [
        _refusing(one) if str(one.pattern).startswith(OF_ONE_POLL) and one.name not in but else one
        for one in patterns
    ]


def _refusing(pattern: URLPattern) -> URLPattern:
    view = _for_dates(pattern.callback)
    return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)


def _for_dates(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def refusing(request: HttpRequest, poll_id: str, **others: str) -> HttpResponse:
        if Poll.objects.filter(public_id=poll_id, kind=Poll.Kind.BOOKING).exists():
            raise NotFound
        return view(request, poll_id=poll_id, **others)

    return refusing
