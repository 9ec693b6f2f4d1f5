"""Adding a service from what stands elsewhere: its site, its manifest, the list of a portal."""

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

from trousse.core.errors import Conflict, InvalidInput
from trousse.core.limits import limit
from trousse.library.editing.access import Desk, require_desk
from trousse.library.editing.bringing import (
    Refused,
    chosen_drafts,
    read_gaufre,
    read_manifest,
    seen_at,
)
from trousse.library.editing.forms import LineField
from trousse.library.editing.operations import start_entry
from trousse.library.editing.sheet import blank_sheet
from trousse.library.models import Entry

if TYPE_CHECKING:
    from trousse.directory.models import Academy

UNPROCESSABLE = 422
LARGEST_FILE = 500_000
PREFILLS = "30/h"


class AddressForm(forms.Form):
    """Where a service is."""

    url = LineField(
        label=_("Address of the service"),
        max_length=500,
        help_text=_("It begins with https://."),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
    )


class DocumentForm(forms.Form):
    """A document as a file, or as a text that was refused and is mended here."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput({"accept": ".toml,.json,.yaml,.yml"}),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        max_length=LARGEST_FILE,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )
    place = forms.ChoiceField(label=_("For whom do you write it?"), required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        places = [(one.slug, one.title or one.name) for one in desk.places()]
        field: Any = self.fields["place"]
        field.choices = [("", _("Everybody")), *places] if desk.everything else places
        field.required = not desk.everything

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file = given.get("file")
        if file is not None and file.size > LARGEST_FILE:
            self.add_error("file", _("This file is too big."))
        elif file is not None:
            given["text"] = file.read().decode("utf-8", errors="replace")
        if not given.get("text", "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste its text."))
        return given

    @property
    def academy(self) -> "Academy | None":
        slug = self.cleaned_data.get("place", "")
        return self.desk.places().get(slug=slug) if slug else None


class ManifestForm(DocumentForm):
    """The manifest of one service."""

    kind = forms.ChoiceField(
        label=_("Format"), choices=[("toml", "TOML"), ("json", "JSON"), ("yaml", "YAML")]
    )
    field_order = ("file", "text", "kind", "place")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        file = given.get("file")
        ending = file.name.rpartition(".")[2].lower() if file is not None else ""
        if ending in {"toml", "json", "yaml", "yml"}:
            given["kind"] = "yaml" if ending == "yml" else ending
        return given


@login_required
@require_safe
def bring(request: HttpRequest) -> HttpResponse:
    """Show the ways in."""
    return _page(request, require_desk(request.user, to_create=True))


@login_required
@require_POST
def from_address(request: HttpRequest) -> HttpResponse:
    """Fill in the form of a new service with what its site says."""
    desk = require_desk(request.user, to_create=True)
    form = AddressForm(request.POST)
    if not settings.LINK_CHECKS:
        raise Conflict(_("This instance asks no address outside (setting LINK_CHECKS)."))
    if not form.is_valid():
        return _page(request, desk, address=form)
    limit(desk.user.public_id, "library:prefill", rate=PREFILLS)
    try:
        found = seen_at(form.cleaned_data["url"])
    except InvalidInput as error:
        form.add_error("url", str(error))
        return _page(request, desk, address=form)
    except Refused as refused:
        form.add_error("url", " ".join(words for _where, words in refused.faults))
        return _page(request, desk, address=form)
    messages.info(request, gettext("Here is what the site says of itself. Read it again."))
    sheet = blank_sheet(desk, found)
    context = {"sheet": sheet, "form": sheet.form, "entry": None}
    return render(request, "library/editing/edit.html", context)


@login_required
@require_POST
def from_file(request: HttpRequest) -> HttpResponse:
    """Make a draft of a manifest; a refused one comes back with all that is wrong in it."""
    desk = require_desk(request.user, to_create=True)
    form = ManifestForm(request.POST, request.FILES, desk=desk)
    if not form.is_valid():
        return _page(request, desk, upload=form)
    given = form.cleaned_data
    try:
        document = read_manifest(given["text"], given["kind"])
        source = Entry.Source.IMPORT
        made = start_entry(document, source=source, academy=form.academy, by=desk.user)
    except Refused as refused:
        return _page(request, desk, upload=_with_text(form), faults=refused.faults)
    except Conflict as error:
        return _page(request, desk, upload=_with_text(form), faults=[("identity.id", str(error))])
    messages.success(request, gettext("The draft is kept. Look at it, then publish it."))
    return redirect("editing:entry", made.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def from_gaufre(request: HttpRequest) -> HttpResponse:
    """Read the list of a portal, choose, import as drafts."""
    desk = require_desk(request.user, to_create=True)
    if request.method != "POST":
        return _gaufre_page(request, DocumentForm(desk=desk))
    form = DocumentForm(request.POST, request.FILES, desk=desk)
    if not form.is_valid():
        return _gaufre_page(request, form)
    try:
        found = read_gaufre(form.cleaned_data["text"], desk)
    except Refused as refused:
        form.add_error("text", " ".join(words for _where, words in refused.faults))
        return _gaufre_page(request, form)
    chosen = request.POST.getlist("chosen")
    if "import" not in request.POST or not chosen:
        ticked = chosen or [one.slug for one in found if one.kind == "new"]
        return _gaufre_page(request, _with_text(form), found=found, chosen=ticked)
    count = chosen_drafts(found, set(chosen), academy=form.academy, by=desk.user)
    messages.success(request, gettext("%d services are imported as drafts.") % count)
    return redirect("editing:list")


def _with_text(form: Any) -> Any:
    """Return the form with the text of its file, so that it is not to be chosen again."""
    start = {name: form.cleaned_data.get(name) for name in form.fields if name != "file"}
    return type(form)(initial=start, desk=form.desk)


def _page(request: HttpRequest, desk: Desk, **shown: Any) -> HttpResponse:
    context = {
        "address": AddressForm(),
        "upload": ManifestForm(desk=desk),
        "is_on": settings.LINK_CHECKS,
        **shown,
    }
    return render(
        request, "library/editing/bring.html", context, status=UNPROCESSABLE if shown else 200
    )


def _gaufre_page(request: HttpRequest, form: Any, **found: Any) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "library/editing/gaufre.html", {"form": form, **found}, status=status)
