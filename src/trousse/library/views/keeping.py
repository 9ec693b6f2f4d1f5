"""What somebody keeps at hand: pin a service, unpin it, change the order; open it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from trousse.accounts.current import signed_in, signed_in_or_none, visitor_of
from trousse.core.errors import NotFound
from trousse.library.access import access_entry
from trousse.library.operations import move_pin, pin_entry, record_opening, unpin_entry
from trousse.library.queries import pinned_services, recent_services


@login_required
@require_safe
def own_services(request: HttpRequest) -> HttpResponse:
    """Show what somebody pinned, to be put in order, and what they opened last."""
    person = signed_in(request)
    context = {"pinned": pinned_services(person), "recent": recent_services(person)}
    return render(request, "library/own.html", context)


@login_required
@require_POST
def pin(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a service at hand."""
    entry = access_entry(visitor_of(request), slug)
    pin_entry(entry, signed_in(request))
    messages.success(request, gettext("%s is pinned to your desk.") % entry)
    return _back(request)


@login_required
@require_POST
def unpin(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop keeping a service at hand."""
    entry = access_entry(visitor_of(request), slug)
    unpin_entry(entry, signed_in(request))
    messages.success(request, gettext("%s is no longer pinned.") % entry)
    return _back(request)


@login_required
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move a pinned service one place."""
    entry = access_entry(visitor_of(request), slug)
    move_pin(entry, signed_in(request), up=request.POST.get("to") == "up")
    return _back(request)


@never_cache
@require_safe
def open_service(request: HttpRequest, slug: str) -> HttpResponse:
    """Count, without saying who, and go to the service."""
    entry = access_entry(visitor_of(request), slug)
    if not entry.open_url:
        raise NotFound
    if request.method == "GET":
        record_opening(entry, signed_in_or_none(request))
    response = HttpResponseRedirect(entry.open_url)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page of ours that asked."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect(target)
    return redirect("library:list")
