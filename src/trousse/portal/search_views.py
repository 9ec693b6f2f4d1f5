"""The page of results, and the suggestions under the search box."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from trousse.accounts.current import visitor_of
from trousse.core.errors import NotFound
from trousse.core.limits import limit
from trousse.core.text import clean_line
from trousse.portal.found import Results
from trousse.portal.gestures import gestures
from trousse.portal.searching import LONGEST, LOOKS, search_everything, search_one_kind

SUGGESTED = 3
"""Of each kind, under the box."""
VISITORS_RATE = "600/m"
"""Of one address without account: a whole school stands behind one."""


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found for ``?q=``; ``go=1`` opens the first instead, when it is no guess.

    ``dans`` keeps one kind. Raises TooManyRequests.
    """
    text = _text(request)
    kind = request.GET.get("dans", "")
    found = _found(request, text, kind)
    if request.GET.get("go") == "1" and found.first and _is_here(request, found.first.url):
        return _private(HttpResponseRedirect(found.first.url))
    context = {"text": text, "found": found, "kind": kind, "gestures": gestures()}
    return _private(render(request, "portal/search/results.html", context))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Propose the nearest for ``?q=``, as a fragment for boxes whose page runs scripts."""
    text = _text(request)
    _count(request)
    found = search_everything(visitor_of(request), text, limit=SUGGESTED)
    return _private(render(request, "portal/search/suggestions.html", {"found": found}))


def _found(request: HttpRequest, text: str, kind: str) -> Results:
    if kind and kind not in LOOKS:
        raise NotFound
    if not text:
        return Results(text)
    _count(request)
    visitor = visitor_of(request)
    return search_one_kind(visitor, text, kind) if kind else search_everything(visitor, text)


def _text(request: HttpRequest) -> str:
    return clean_line(request.GET.get("q", ""))[:LONGEST]


def _count(request: HttpRequest) -> None:
    """Slow robots down; people who signed in are counted by the rooms that they search."""
    if visitor_of(request).user is None:
        limit(request, "portal:search", rate=VISITORS_RATE)


def _is_here(request: HttpRequest, url: str) -> bool:
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
