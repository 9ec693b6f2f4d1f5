"""The secret feed that calendar programs read, and the page where its owner governs it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from trousse.accounts.current import signed_in
from trousse.agenda import feeds
from trousse.agenda.forms import BusyForm
from trousse.agenda.importing import drop_busy, import_busy
from trousse.agenda.models import BusyCalendar, Feed
from trousse.core.errors import InvalidInput, NotFound
from trousse.core.limits import limit
from trousse.directory.group_queries import groups_of

if TYPE_CHECKING:
    from trousse.directory.models import Group

UNPROCESSABLE = 422
SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the agenda of whoever holds the secret address, or 304 when nothing changed."""
    try:
        found = feeds.find_feed(token)
    except NotFound:
        limit(request, "agenda.unknown_feed", rate="60/m")
        raise
    limit(found.public_id, "agenda.feed", rate="120/h")
    events = feeds.feed_events(found)
    mark = feeds.feed_mark(found, events)
    changed = feeds.last_change(found, events)
    response = get_conditional_response(request, mark, changed)
    if response is None:
        content = feeds.feed_content(found, events)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["ETag"] = mark
        if changed is not None:
            response["Last-Modified"] = http_date(changed)
    return _secret(response)


@login_required
@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """Show the secret address and what is known of the person's other calendar."""
    return _page(request, BusyForm())


@login_required
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make an address, or another one."""
    user = signed_in(request)
    limit(user.public_id, "agenda.renew", rate="60/h")
    feeds.renew_feed(user, _group_named(request))
    messages.success(request, _("This is your new address. Those before it no longer work."))
    return redirect("agenda:subscription")


@login_required
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """End a subscription."""
    feeds.close_feed(signed_in(request), _group_named(request))
    messages.success(request, _("The subscription is ended: its address no longer works."))
    return redirect("agenda:subscription")


def _group_named(request: HttpRequest) -> "Group | None":
    """Return the group of the form, one of the person's own, or None for their own agenda."""
    public_id = request.POST.get("group", "")
    if not public_id:
        return None
    group = groups_of(signed_in(request)).filter(public_id=public_id).first()
    if group is None:
        raise NotFound
    return group


@login_required
@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Read when one is busy from a calendar file."""
    user = signed_in(request)
    limit(user.public_id, "agenda.import", rate="20/h")
    form = BusyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            calendar = import_busy(user, form.cleaned_data["file"].read())
        except InvalidInput as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _kept_words(calendar.times.count()))
            return redirect("agenda:subscription")
    return _page(request, form, status=UNPROCESSABLE)


@login_required
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget the calendar that one brought."""
    drop_busy(signed_in(request))
    messages.success(request, _("Your busy times are forgotten."))
    return redirect("agenda:subscription")


def _kept_words(count: int) -> str:
    words = ngettext(
        "%d busy time is kept, without what fills it.",
        "%d busy times are kept, without what fills them.",
        count,
    )
    return words % count


def _page(request: HttpRequest, form: BusyForm, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    known = {feed.group_id: feeds.address_of(feed) for feed in Feed.objects.filter(owner=user)}
    context = {
        "address": known.get(None, ""),
        "groups": [(group, known.get(group.pk, "")) for group in groups_of(user)],
        "form": form,
        "busy": BusyCalendar.objects.filter(user=user).first(),
    }
    response = _secret(render(request, "agenda/subscription.html", context, status=status))
    # With "no-referrer" browsers send forms with "Origin: null", which our check refuses.
    response["Referrer-Policy"] = "same-origin"
    return response


def _secret(response: HttpResponse) -> HttpResponse:
    for name, value in SECRET.items():
        response[name] = value
    return response
