"""The files of a thing: one page to list, add, describe and remove, and the bytes themselves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import Visitor, visitor_of
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.limits import limit
from trousse.core.refs import Ref
from trousse.files.access import Keeper, access_file, access_own_file, require_keeper
from trousse.files.forms import AltForm, FileForm
from trousse.files.operations import attach_file, describe_file, remove_file
from trousse.files.presentation import list_for
from trousse.files.quotas import holder_of
from trousse.files.serving import serve
from trousse.files.uploading import upload_was_too_big
from trousse.sharing.access import require_role
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, describe

UPLOADS = "60/h"


@require_safe
def content(request: HttpRequest, file_id: str) -> HttpResponseBase:
    """Give the bytes of a file to whoever may see its thing."""
    return serve(request, access_file(visitor_of(request), file_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, ref_type: str, thing_id: str) -> HttpResponse:
    """List the files of a thing; add one."""
    visitor, ref = visitor_of(request), _ref(ref_type, thing_id)
    require_role(visitor, ref, Role.VIEW)
    card = describe(ref)
    if card is None:
        raise NotFound
    if request.method != "POST":
        return _page(request, visitor, ref, card, FileForm())
    keeper = require_keeper(visitor, ref)
    form = FileForm(request.POST, request.FILES, too_big=upload_was_too_big(request))
    if form.is_valid() and _add(form, ref, keeper):
        messages.success(request, _("The file is added."))
        return redirect("files:files", ref_type, thing_id)
    return _page(request, visitor, ref, card, form)


@require_POST
def remove(request: HttpRequest, file_id: str) -> HttpResponse:
    """Remove a file for good."""
    visitor = visitor_of(request)
    file = access_own_file(visitor, file_id)
    remove_file(file, by=visitor.user)
    messages.success(request, _("The file is removed."))
    return redirect("files:files", file.thing.type, file.thing.id)


@require_POST
def describe_image(request: HttpRequest, file_id: str) -> HttpResponse:
    """Say what an image shows."""
    visitor = visitor_of(request)
    file = access_own_file(visitor, file_id)
    form = AltForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(form.errors["alt"][0], field="alt")
    describe_file(file, form.cleaned_data["alt"], by=visitor.user)
    messages.success(request, _("Thank you: everybody knows what the image shows."))
    return redirect("files:files", file.thing.type, file.thing.id)


def _add(form: FileForm, ref: Ref, keeper: Keeper) -> bool:
    """Add the file; what is wrong with it is shown at its field."""
    limit(holder_of(keeper.user, keeper.guest), "files:add", rate=UPLOADS)
    upload, alt = form.cleaned_data["file"], form.cleaned_data["alt"]
    try:
        attach_file(ref, upload, by=keeper.user, guest=keeper.guest, alt=alt)
    except (InvalidInput, Conflict) as error:
        form.add_error("file", str(error))
        return False
    return True


def _page(
    request: HttpRequest, visitor: Visitor, ref: Ref, card: ThingCard, form: FileForm
) -> HttpResponse:
    context: dict[str, Any] = {"card": card, "files": list_for(visitor, ref), "form": form}
    return render(request, "files/files.html", context, status=422 if form.errors else 200)


def _ref(ref_type: str, thing_id: str) -> Ref:
    try:
        return Ref.parse(f"{ref_type}:{thing_id}")
    except ValueError as error:
        raise NotFound from error
