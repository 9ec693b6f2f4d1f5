"""The editors' desk: what they look after, writing, trying, publishing, going back."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import visitor_of
from trousse.core.errors import Conflict, InvalidInput
from trousse.library.announcements.forms import MomentField
from trousse.library.announcements.queries import news_about
from trousse.library.editing.access import access_edited_entry, require_desk
from trousse.library.editing.comparing import differences
from trousse.library.editing.listing import (
    attention_of,
    edited_lines,
    moment_words,
    standing_of,
)
from trousse.library.editing.operations import (
    StaleDraft,
    cancel_schedule,
    publish_revision,
    restore_revision,
    save_draft,
    schedule_revision,
    start_entry,
)
from trousse.library.editing.sheet import Sheet, blank_sheet, sheet_of, typed_sheet
from trousse.library.editing.versions import revision_shown, versions_of
from trousse.library.models import Entry, LinkCheck
from trousse.library.proposals.queries import count_waiting
from trousse.library.serving import make_page
from trousse.library.shelf import Shelf

if TYPE_CHECKING:
    from trousse.library.editing.access import Desk

UNPROCESSABLE = 422


class MomentForm(forms.Form):
    """When a version becomes public by itself."""

    at = MomentField(label=_("Publish on"))
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@login_required
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """List the services that one writes, and what asks for attention."""
    desk = require_desk(request.user)
    only = "a-voir" in request.GET
    lines = edited_lines(desk, only_attention=only)
    waiting = count_waiting(None if desk.everything else desk.academies) if desk.may_create else 0
    context = {"desk": desk, "lines": lines, "only": only, "waiting": waiting}
    return render(request, "library/editing/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Write a new service; what is typed becomes a draft."""
    desk = require_desk(request.user, to_create=True)
    if request.method != "POST":
        return _sheet_page(request, blank_sheet(desk))
    sheet = typed_sheet(request.POST, desk)
    if not sheet.is_valid():
        return _sheet_page(request, sheet)
    try:
        source = Entry.Source.EDITOR
        made = start_entry(sheet.document, source=source, academy=sheet.academy, by=desk.user)
    except Conflict as error:
        sheet.form.add_error("slug", str(error))
        return _sheet_page(request, sheet)
    messages.success(request, gettext("The draft is kept. Look at it, then publish it."))
    return redirect("editing:entry", made.slug)


@login_required
@require_safe
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a service stands, and what can be done with it."""
    desk, found = access_edited_entry(request.user, slug)
    return _entry_page(request, desk, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the next version of a service."""
    desk, found = access_edited_entry(request.user, slug)
    if request.method != "POST":
        return _sheet_page(request, sheet_of(desk, found))
    sheet = typed_sheet(request.POST, desk, found)
    if not sheet.is_valid():
        return _sheet_page(request, sheet)
    try:
        save_draft(found, sheet.document, base=sheet.base, by=desk.user)
    except StaleDraft as error:
        changes = differences(error.current.document, sheet.document)
        fresh = sheet.over(error.current)
        return _sheet_page(request, fresh, stale=error.current, changes=changes)
    messages.success(request, gettext("The draft is kept. Look at it, then publish it."))
    return redirect("editing:entry", slug)


@login_required
@require_POST
def publish_now(request: HttpRequest, slug: str) -> HttpResponse:
    """Let everybody read a version."""
    desk, found = access_edited_entry(request.user, slug)
    publish_revision(found, _number(request), by=desk.user)
    messages.success(request, gettext("The page is published."))
    return redirect("editing:entry", slug)


@login_required
@require_POST
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish a version by itself, later."""
    desk, found = access_edited_entry(request.user, slug)
    form = MomentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            schedule_revision(found, given["number"], given["at"], by=desk.user)
        except InvalidInput as error:
            form.add_error("at", str(error))
        else:
            words = gettext("It will be published by itself: %s.") % moment_words(given["at"])
            messages.success(request, words)
            return redirect("editing:entry", slug)
    return _entry_page(request, desk, found, form)


@login_required
@require_POST
def unschedule(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a version wait again."""
    desk, found = access_edited_entry(request.user, slug)
    cancel_schedule(found, by=desk.user)
    messages.success(request, gettext("It will no longer be published by itself."))
    return redirect("editing:entry", slug)


@login_required
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell who changed what, and when."""
    _desk, found = access_edited_entry(request.user, slug)
    versions = versions_of(found)
    latest = versions[0].revision.number if versions else 0
    context = {"entry": found, "versions": versions, "latest": latest}
    return render(request, "library/editing/history.html", context)


@login_required
@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an older version again, as a draft."""
    desk, found = access_edited_entry(request.user, slug)
    base = request.POST.get("base", "")
    restore_revision(
        found, _number(request), base=int(base) if base.isdecimal() else 0, by=desk.user
    )
    messages.success(request, gettext("The older version is a draft again: publish it when ready."))
    return redirect("editing:entry", slug)


@login_required
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a version as people will see it."""
    _desk, found = access_edited_entry(request.user, slug)
    revision = revision_shown(found, request.GET.get("version", ""))
    found.document = revision.document
    shelf = Shelf(visitor_of(request), with_retired=True)
    context = {**make_page(found, shelf), "can_edit": False, "revision": revision}
    return render(request, "library/editing/preview.html", context)


@login_required
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """List the addresses that no longer answer."""
    desk = require_desk(request.user)
    checks = LinkCheck.objects.filter(entry__in=desk.entries(), failed_days__gt=0)
    found = checks.select_related("entry").order_by("-failed_days", "entry__name_fr", "url")
    last = LinkCheck.objects.filter(entry__in=desk.entries()).order_by("-checked_at").first()
    context = {"checks": found, "last": last, "is_on": settings.LINK_CHECKS}
    return render(request, "library/editing/links.html", context)


def _number(request: HttpRequest) -> int:
    typed = request.POST.get("number", "")
    if not typed.isdecimal() or len(typed) > 8:  # noqa: PLR2004  # more versions than exist
        raise InvalidInput
    return int(typed)


def _entry_page(
    request: HttpRequest, desk: "Desk", found: Entry, form: MomentForm | None = None
) -> HttpResponse:
    standing = standing_of(found)
    number = standing.latest.number if standing.latest else None
    context: dict[str, Any] = {
        "entry": found,
        "desk": desk,
        "standing": standing,
        "attention": attention_of(found),
        "news": news_about(found),
        "form": form or MomentForm(initial={"number": number}),
        "broken": found.link_checks.filter(failed_days__gt=1),
        "images": found.images.count(),
    }
    if standing.scheduled and standing.scheduled.publish_at:
        context["when"] = moment_words(standing.scheduled.publish_at)
    status = UNPROCESSABLE if form and form.errors else 200
    return render(request, "library/editing/entry.html", context, status=status)


def _sheet_page(request: HttpRequest, sheet: Sheet, **more: Any) -> HttpResponse:
    wrong = sheet.has_errors
    status = Conflict.status if more.get("stale") else UNPROCESSABLE if wrong else 200
    context = {"sheet": sheet, "form": sheet.form, "entry": sheet.entry, **more}
    return render(request, "library/editing/edit.html", context, status=status)
