"""Public pages: the list of services, by need."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trousse.accounts.current import visitor_of
from trousse.library.access import access_entry, may_read_library
from trousse.library.shelf import Shelf

View: TypeAlias = Callable[..., HttpResponse]


def readers_only(view: View) -> View:
    """Send visitors to the page of sign-in where the operator wants the library closed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_library(visitor_of(request)):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@readers_only
def list_services(request: HttpRequest) -> HttpResponse:
    """Show the services, by need."""
    shelf = Shelf(visitor_of(request))
    return render(request, "library/list.html", {"cards": shelf.cards(shelf.rows)})


@require_safe
@readers_only
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one service."""
    entry = access_entry(visitor_of(request), slug)
    context = {"name": entry.name_fr, "promise": entry.promise_fr}
    return render(request, "library/editing/preview.html", context)
