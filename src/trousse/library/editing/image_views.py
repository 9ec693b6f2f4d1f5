"""The pictures of a service: shown to its readers, added, described and ordered by its editors."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import visitor_of
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.limits import limit
from trousse.files.queries import files_of
from trousse.files.serving import serve
from trousse.files.uploading import upload_was_too_big
from trousse.library.access import access_entry
from trousse.library.editing.access import access_edited_entry
from trousse.library.editing.forms import LineField
from trousse.library.editing.images import (
    access_image,
    add_image,
    describe_image,
    move_image,
    remove_image,
)
from trousse.library.models import Entry, EntryImage
from trousse.library.models.editing import MOST_IMAGES

UNPROCESSABLE = 422
UPLOADS = "60/h"


class WordsForm(forms.Form):
    """What a picture shows, for those who do not see it."""

    alt_fr = LineField(
        label=_("What does the picture show? In French"),
        max_length=300,
        required=False,
        help_text=_("Read to those who cannot see it. Say what matters, not “a picture of”."),
    )
    alt_en = LineField(label=_("The same in English (optional)"), max_length=300, required=False)
    decorative = forms.BooleanField(
        label=_("It is only decorative: nothing needs to be said"), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("decorative") and not given.get("alt_fr"):
            message = _("Say what the picture shows, or tick that it is decorative.")
            self.add_error("alt_fr", message)
        return given


class ImageForm(WordsForm):
    """A new picture and its words."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_(".png, .jpg, .webp or .gif. Nobody’s face, name or address should be in it."),
        widget=forms.FileInput({"accept": ".png,.jpg,.jpeg,.webp,.gif"}),
    )
    field_order = ("file", "alt_fr", "alt_en", "decorative")


@require_safe
def image(request: HttpRequest, file_id: str) -> HttpResponseBase:
    """Give the bytes of a picture to whoever may read the page of its service."""
    found = EntryImage.objects.select_related("entry").filter(file=file_id).first()
    if found is None:
        raise NotFound
    entry = access_entry(visitor_of(request), found.entry.slug)
    file = files_of(entry.ref).filter(public_id=file_id).first()
    if file is None or not file.is_ready:
        raise NotFound
    return serve(request, file)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def images(request: HttpRequest, slug: str) -> HttpResponse:
    """List the pictures of a service; add one."""
    desk, entry = access_edited_entry(request.user, slug)
    if request.method != "POST":
        return _page(request, entry, ImageForm())
    form = ImageForm(request.POST, request.FILES)
    if upload_was_too_big(request):
        form.add_error("file", gettext("This file is too big."))
    if form.is_valid():
        limit(desk.user.public_id, "library:image", rate=UPLOADS)
        try:
            add_image(entry, form.cleaned_data["file"], form.cleaned_data, by=desk.user)
        except (InvalidInput, Conflict) as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, gettext("The picture is added."))
            return redirect("editing:images", slug)
    return _page(request, entry, form)


@login_required
@require_POST
def describe(request: HttpRequest, slug: str, file_id: str) -> HttpResponse:
    """Say in other words what a picture shows."""
    desk, entry = access_edited_entry(request.user, slug)
    found = access_image(entry, file_id)
    form = WordsForm(request.POST, prefix=file_id)
    if not form.is_valid():
        return _page(request, entry, ImageForm(), described=form)
    describe_image(found, form.cleaned_data, by=desk.user)
    messages.success(request, gettext("The words of the picture are kept."))
    return redirect("editing:images", slug)


@login_required
@require_POST
def move(request: HttpRequest, slug: str, file_id: str) -> HttpResponse:
    """Move a picture one place up or down."""
    desk, entry = access_edited_entry(request.user, slug)
    move_image(access_image(entry, file_id), up="up" in request.POST, by=desk.user)
    return redirect("editing:images", slug)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, file_id: str) -> HttpResponse:
    """Remove a picture."""
    desk, entry = access_edited_entry(request.user, slug)
    remove_image(access_image(entry, file_id), by=desk.user)
    messages.success(request, gettext("The picture is removed."))
    return redirect("editing:images", slug)


def _page(
    request: HttpRequest, entry: Entry, form: ImageForm, described: WordsForm | None = None
) -> HttpResponse:
    rows = [
        (one, described if described and described.prefix == one.file else _words_of(one))
        for one in entry.images.all()
    ]
    context = {"entry": entry, "form": form, "rows": rows, "is_full": len(rows) >= MOST_IMAGES}
    wrong = form.errors or (described and described.errors)
    context["described"] = described
    return render(
        request, "library/editing/images.html", context, status=UNPROCESSABLE if wrong else 200
    )


def _words_of(one: EntryImage) -> WordsForm:
    names = ("alt_fr", "alt_en", "decorative")
    return WordsForm(initial={name: getattr(one, name) for name in names}, prefix=one.file)
