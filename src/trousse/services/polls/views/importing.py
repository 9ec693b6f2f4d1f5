"""Bringing a poll made elsewhere: a file, what is understood of it, then the poll."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from trousse.accounts.current import signed_in
from trousse.core.clock import now
from trousse.core.dates import day_label, hours_label
from trousse.core.errors import InvalidInput
from trousse.core.ids import new_public_id
from trousse.core.limits import limit
from trousse.services.polls.fields import LineField
from trousse.services.polls.forms import KEY
from trousse.services.polls.importing import ImportedPoll, decoded, import_poll, read_table
from trousse.services.polls.proposing.slots import Draft

IMPORTS_AN_HOUR = "60/h"
LONGEST_TABLE = 500_000
UNPROCESSABLE = 422


class ImportForm(forms.Form):
    """A table, as a file or as a text, and the title of the poll that it becomes."""

    title = LineField(
        label=_("Title"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    file = forms.FileField(
        label=_("The CSV file that the other tool exported"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = forms.CharField(
        label=_("Or its content"),
        required=False,
        max_length=LONGEST_TABLE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])

    def clean(self) -> dict[str, object]:
        """Take the text of the file when there is one."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None:
            try:
                given["text"] = decoded(file.read())
            except InvalidInput as error:
                self.add_error("file", str(error))
        if not str(given.get("text") or "").strip() and not self.errors:
            self.add_error("file", str(_("Choose a file, or paste what it contains.")))
        return given


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Ask for a table, show what is understood of it, make a poll of it."""
    if request.method != "POST":
        return _page(request, ImportForm(initial={"key": new_public_id()}))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    organiser, given = signed_in(request), form.cleaned_data
    limit(request, "polls:import", key=organiser.public_id, rate=IMPORTS_AN_HOUR)
    today = timezone.localdate(now(), ZoneInfo(organiser.time_zone))
    try:
        table = read_table(given["text"], today)
    except InvalidInput as error:
        form.add_error("file", str(error))
        return _page(request, form, status=UNPROCESSABLE)
    if "understood" not in request.POST:
        return _page(request, _again(form), table)
    poll = import_poll(organiser, given["title"], organiser.time_zone, table, key=given["key"])
    return redirect(poll)


def _again(form: ImportForm) -> ImportForm:
    """Return the form with the text of the file in it: a browser sends no file twice."""
    given = form.cleaned_data
    return ImportForm(initial={name: given[name] for name in ("title", "text", "key")})


def _page(
    request: HttpRequest, form: ImportForm, table: ImportedPoll | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate(now())
    context: dict[str, Any] = {"form": form, "table": table}
    if table is not None:
        context["proposed"] = [_words(draft, today) for draft in table.drafts]
    return render(request, "polls/import.html", context, status=status)


def _words(draft: Draft, today: date) -> str:
    """Return a proposal as a page says it."""
    if draft.day is None:
        return draft.label
    day = day_label(draft.day, today=today)
    return f"{day}, {hours_label(draft.start, draft.end)}" if draft.start else day
