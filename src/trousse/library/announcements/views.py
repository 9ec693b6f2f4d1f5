"""The editors' pages of announcements."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.core.clock import now
from trousse.core.errors import Conflict
from trousse.core.ids import new_public_id
from trousse.library.announcements.access import access_announcement, announcements_of
from trousse.library.announcements.forms import NewsForm, initial_news
from trousse.library.announcements.operations import (
    change_announcement,
    end_announcement,
    make_announcement,
)
from trousse.library.announcements.queries import card_of_news
from trousse.library.announcements.words import days_words
from trousse.library.editing.access import require_desk
from trousse.library.models import Announcement

UNPROCESSABLE = 422
PAST_SHOWN = 20


@login_required
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """List what one tells now, next, and told before."""
    rows = announcements_of(require_desk(request.user))
    current = rows.filter(ends_at__gt=now()).order_by("starts_at", "pk")
    past = rows.filter(ends_at__lte=now()).order_by("-ends_at", "pk")[:PAST_SHOWN]
    context = {"current": [_line(one) for one in current], "past": [_line(one) for one in past]}
    return render(request, "library/announcements/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """Tell something."""
    desk = require_desk(request.user)
    start = {"key": new_public_id(), "entry": request.GET.get("service", "")}
    if start["entry"]:
        start["kind"] = Announcement.Kind.MAINTENANCE
    form = NewsForm(request.POST or None, desk=desk, initial=start)
    if request.method == "POST" and form.is_valid():
        make_announcement(form.news, key=form.cleaned_data["key"], by=desk.user)
        messages.success(request, gettext("The announcement is made."))
        return redirect("editing:announcements")
    return _page(request, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announcement(request: HttpRequest, announcement_id: str) -> HttpResponse:
    """Change an announcement."""
    desk, one = access_announcement(request.user, announcement_id)
    form = NewsForm(request.POST or None, desk=desk, initial=initial_news(one))
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            change_announcement(one, form.news, version=version, by=desk.user)
        except Conflict:
            return _page(request, form, one, stale=True)
        messages.success(request, gettext("The announcement is changed."))
        return redirect("editing:announcements")
    return _page(request, form, one)


@login_required
@require_POST
def end(request: HttpRequest, announcement_id: str) -> HttpResponse:
    """Take an announcement off the pages."""
    desk, one = access_announcement(request.user, announcement_id)
    end_announcement(one, by=desk.user)
    messages.success(request, gettext("The announcement is no longer shown."))
    return redirect("editing:announcements")


def _line(one: Announcement) -> dict[str, Any]:
    return {"one": one, "card": card_of_news(one), "days": days_words(one)}


def _page(
    request: HttpRequest, form: NewsForm, one: Announcement | None = None, *, stale: bool = False
) -> HttpResponse:
    """Show the form; a stale one keeps what was typed and shows what stands now beside it."""
    if stale and one:
        data = {**{name: form.data.get(name) for name in form.fields}, "version": one.version}
        form = NewsForm(data, desk=form.desk)
    context: dict[str, Any] = {"form": form, "one": one, "stale": stale}
    if stale and one:
        context["line"] = _line(one)
    status = Conflict.status if stale else UNPROCESSABLE if form.errors else 200
    return render(request, "library/announcements/edit.html", context, status=status)
