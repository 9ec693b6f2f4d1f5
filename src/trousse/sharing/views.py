"""The share dialog, which is a page, and its gestures, which are forms."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trousse.accounts.current import signed_in
from trousse.core.errors import InvalidInput, NotFound, TooManyRequests
from trousse.directory.queries import establishments_of
from trousse.sharing.access import role_on
from trousse.sharing.forms import EndField, OpenForm, RoleField, ShareForm
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.operations import (
    change_grant,
    grant_establishment,
    grant_signed_in,
    leave,
    open_link,
    withdraw,
)
from trousse.sharing.pages import (
    SharedThing,
    access_grant,
    access_managed_thing,
    access_shared_thing,
    lines_of,
    links_of,
    places_of,
    who_has_access,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, ref_type: str, thing_id: str) -> HttpResponse:
    """Show who has access; share with more people, for whoever is responsible."""
    thing = access_shared_thing(request, ref_type, thing_id)
    if request.method == "POST":
        thing, user = access_managed_thing(request, ref_type, thing_id)
        form = ShareForm(request.POST, asker=user, labels=thing.labels)
        if form.is_valid() and _invite(request, thing, form):
            return _back(thing)
        return _page(request, thing, form)
    form = ShareForm(asker=thing.visitor.user, labels=thing.labels)
    return _page(request, thing, form)


@require_POST
@login_required
def open_to(request: HttpRequest, ref_type: str, thing_id: str) -> HttpResponse:
    """Open to an establishment of one's own, to everybody signed in, or by a link."""
    thing, user = access_managed_thing(request, ref_type, thing_id)
    form = OpenForm(request.POST, labels=thing.open_labels)
    if not form.is_valid():
        raise InvalidInput(next(iter(form.errors.values()))[0])
    role, until = form.cleaned_data["role"], form.cleaned_data["until"]
    match request.POST.get("to", ""):
        case "link":
            open_link(thing.ref, role, by=user, until=until)
            messages.success(request, _("The link is open: copy it below."))
        case "signed_in":
            grant_signed_in(thing.ref, role, by=user, until=until)
            messages.success(request, _("Open to everybody who has an account."))
        case uai:
            place = next((one for one in establishments_of(user) if one.uai == uai), None)
            if place is None:
                raise NotFound
            grant_establishment(thing.ref, place, role, by=user, until=until)
            messages.success(request, _("Open to %(place)s.") % {"place": place.name})
    return _back(thing)


@require_POST
@login_required
def change(request: HttpRequest, ref_type: str, thing_id: str) -> HttpResponse:
    """Change what somebody may do, or until when."""
    thing, user = access_managed_thing(request, ref_type, thing_id)
    grant = access_grant(thing, request.POST.get("grant", ""))
    role = RoleField(thing.labels).clean(request.POST.get("role", str(grant.role)))
    until = grant.until
    if "until" in request.POST:
        until = EndField(required=False).clean(request.POST["until"])
    change_grant(grant, role, by=user, until=until)
    messages.success(request, _("Changed."))
    return _back(thing)


@require_POST
@login_required
def remove(request: HttpRequest, ref_type: str, thing_id: str) -> HttpResponse:
    """Take access back from somebody, or close a link; open pages end at once."""
    thing, user = access_managed_thing(request, ref_type, thing_id)
    withdraw(access_grant(thing, request.POST.get("grant", "")), user)
    messages.success(request, _("Access removed. Open pages close at once."))
    return _back(thing) if role_on(thing.visitor, thing.ref) else redirect("/")


@require_POST
@login_required
def quit_thing(request: HttpRequest, ref_type: str, thing_id: str) -> HttpResponse:
    """Give up one's own access."""
    thing = access_shared_thing(request, ref_type, thing_id)
    leave(thing.ref, signed_in(request))
    if role_on(thing.visitor, thing.ref):
        messages.info(request, _("You still have access, by a group or by a link."))
        return _back(thing)
    messages.success(request, _("You left “%(title)s”.") % {"title": thing.card.title})
    return redirect("/")


def _invite(request: HttpRequest, thing: SharedThing, form: ShareForm) -> bool:
    """Share as the form says; on a cap, tell it on the form, with all that was typed."""
    picked = form.cleaned_data["people"]
    role, note = form.cleaned_data["role"], form.cleaned_data["note"]
    invitation = Invitation(picked.people, picked.groups, picked.emails, role, note)
    try:
        share_with(thing.ref, thing.card, invitation, by=signed_in(request))
    except TooManyRequests as error:
        form.add_error(None, str(error))
        return False
    if picked.emails:
        messages.success(request, _("Shared. Guests receive their personal link by e-mail."))
    else:
        messages.success(request, _("Shared."))
    return True


def _page(request: HttpRequest, thing: SharedThing, form: ShareForm) -> HttpResponse:
    who = who_has_access(thing, request)
    context: dict[str, Any] = {
        "thing": thing,
        "form": form,
        "who": who,
        "lines": lines_of(thing, who),
    }
    if thing.can_manage:
        user = signed_in(request)
        context |= {
            "links": links_of(thing),
            "places": places_of(user, thing),
            "can_open_to_all": not who.is_open_to_all,
        }
    status = 422 if form.errors else 200
    return render(request, "sharing/share.html", context, status=status)


def _back(thing: SharedThing) -> HttpResponse:
    return redirect("sharing:share", thing.ref.type, thing.ref.id)
