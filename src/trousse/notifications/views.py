"""Pages of one's notifications, and the way out of letters, which needs no account at hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from trousse.accounts.current import signed_in
from trousse.notifications.forms import SettingsForm
from trousse.notifications.kinds import service_label
from trousse.notifications.operations import (
    mark_all_read,
    mark_read,
    set_choices,
    stop_letters,
)
from trousse.notifications.queries import bell_of, find_own, inbox_page, unread_count
from trousse.notifications.unsubscribing import DIGEST, read_token

UNREAD_ONLY = "non-lues"


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what the person was told, newest first; ``voir=non-lues`` leaves out what was read."""
    user = signed_in(request)
    only_unread = request.GET.get("voir") == UNREAD_ONLY
    page = inbox_page(user, after_key=request.GET.get("avant", ""), only_unread=only_unread)
    context = {
        "page": page,
        "only_unread": only_unread,
        "is_first": "avant" not in request.GET,
        "unread": unread_count(user),
    }
    return render(request, "notifications/inbox.html", context)


@login_required
@never_cache
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """Show the bell of the bar alone: what open pages read again when the inbox moves."""
    return render(request, "notifications/slots/bell.html", bell_of(signed_in(request)).context())


@login_required
@never_cache
@require_GET
def open_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark as read and go to the thing."""
    user = signed_in(request)
    found = find_own(user, public_id)
    mark_read(user, found.public_id)
    return redirect(found.url)


@login_required
@require_POST
def read_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark as read and stay."""
    user = signed_in(request)
    mark_read(user, find_own(user, public_id).public_id)
    return redirect(_back(request))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_all_read(signed_in(request))
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:inbox")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Choose, service by service, which letters one receives."""
    user = signed_in(request)
    form = SettingsForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        set_choices(user, form.chosen())
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:settings")
    status = 422 if form.errors else 200
    return render(request, "notifications/settings.html", {"form": form}, status=status)


@csrf_exempt  # RFC 8058: the mail program posts, without cookie; the token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for confirmation (GET changes nothing: gateways open links), or stop at once (POST).

    The answer to POST is no redirection: mail programs do not follow one.
    """
    person_id, service = read_token(token)
    is_done = request.method == "POST"
    if is_done:
        stop_letters(person_id, service)
    context = {
        "is_done": is_done,
        "is_digest": service == DIGEST,
        "service": service_label(service),
    }
    response = render(request, "notifications/unsubscribe.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _back(request: HttpRequest) -> str:
    only_unread = request.POST.get("voir") == UNREAD_ONLY
    return reverse("notifications:inbox") + (f"?voir={UNREAD_ONLY}" if only_unread else "")
