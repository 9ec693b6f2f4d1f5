"""The support desk: find a person or a thing, see facts about it and no content."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from trousse.accounts.queries import user_with_email, user_with_id
from trousse.core.errors import NotFound
from trousse.core.refs import Ref
from trousse.directory.access import Office, require_office
from trousse.directory.queries import search_people
from trousse.sharing.abuse_forms import LookForm
from trousse.sharing.support import look_at_person, look_at_thing
from trousse.sharing.things import thing_types

UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Look for somebody or something; sent by POST, so that no log keeps what was typed."""
    agent = require_office(request.user, Office.SUPPORT)
    form = LookForm(request.POST or None)
    people = []
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["wanted"].strip()
        found = user_with_email(wanted) if "@" in wanted else None
        if found:
            return redirect("support:person", found.public_id)
        if ref := _ref_in(wanted):
            return redirect("support:thing", ref.type, ref.id)
        people = search_people(agent, wanted).people
        if not people:
            form.add_error("wanted", gettext("Nothing was found under these words."))
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "people": people}
    return render(request, "sharing/support/index.html", context, status=status)


@login_required
@require_safe
def person(request: HttpRequest, user_id: str) -> HttpResponse:
    """Show the facts of an account."""
    agent = require_office(request.user, Office.SUPPORT)
    found = user_with_id(user_id)
    if found is None:
        raise NotFound
    facts = look_at_person(found, by=agent)
    return render(request, "sharing/support/person.html", {"facts": facts})


@login_required
@require_safe
def thing(request: HttpRequest, ref_type: str, ref_id: str) -> HttpResponse:
    """Show the facts of a thing, even of one that is gone: the log remembers it."""
    agent = require_office(request.user, Office.SUPPORT)
    try:
        ref = Ref.parse(f"{ref_type}:{ref_id}")
    except ValueError as error:
        raise NotFound from error
    facts = look_at_thing(ref, by=agent)
    if not facts.exists and not facts.happenings:
        raise NotFound
    return render(request, "sharing/support/thing.html", {"facts": facts})


def _ref_in(wanted: str) -> Ref | None:
    """Read ``poll:k3…`` or the address of a thing's page: its id stands first in it."""
    try:
        return Ref.parse(wanted)
    except ValueError:
        pass
    try:
        match = resolve(urlsplit(wanted).path)
    except (Resolver404, ValueError):
        return None
    for name, value in match.kwargs.items():
        if (ref_type := name.removesuffix("_id")) in thing_types():
            return Ref(ref_type, str(value))
    return None
