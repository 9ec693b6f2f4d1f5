"""Public pages: the list of services by need and search, and the page of each."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trousse.accounts.current import visitor_of
from trousse.core.errors import NotFound
from trousse.library.access import access_entry, can_edit, may_read_library
from trousse.library.filtering import Wanted
from trousse.library.listing import make_list
from trousse.library.serving import make_page
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
def list_services(request: HttpRequest, need: str = "") -> HttpResponse:
    """Show the services that are wanted; by need when nothing is asked for.

    Raises NotFound for a need that nobody knows.
    """
    wanted = Wanted.asked_by(request.GET, need)
    shelf = Shelf(visitor_of(request), with_retired=wanted.with_retired)
    if need and need not in shelf.needs:
        raise NotFound
    return render(request, "library/list.html", {"list": make_list(shelf, wanted)})


@require_safe
@readers_only
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one service: what for, who runs it, how it is, what comes next."""
    visitor = visitor_of(request)
    entry = access_entry(visitor, slug, with_before=True)
    context = make_page(entry, Shelf(visitor, with_retired=True))
    return render(
        request, "library/service.html", {**context, "can_edit": can_edit(visitor.user, entry)}
    )
