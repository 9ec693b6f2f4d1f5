"""« Ce à quoi vous avez accès » : what the keys of a browser open, for somebody without account."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trousse.accounts.current import forget_keys, signed_in, visitor_of
from trousse.accounts.operations import adopt_guest
from trousse.accounts.queries import guests_behind
from trousse.core.errors import NotFound
from trousse.sharing.queries import refs_of_guests, role_labels
from trousse.sharing.things import ThingCard, describe_all

if TYPE_CHECKING:
    from trousse.accounts.models import Guest


@dataclass(frozen=True, slots=True)
class GuestThing:
    """One thing that a guest may open; ``may``: what they may do with it, in words."""

    card: ThingCard
    may: str


@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List what this browser may open as a guest."""
    guests = guests_behind(visitor_of(request))
    context = {"guests": [(guest, _things_of(guest)) for guest in guests]}
    return render(request, "sharing/guest.html", context)


@require_POST
@login_required
def adopt(request: HttpRequest) -> HttpResponse:
    """Put what a guest has into the account of the person who says to be the same."""
    guest = _held_guest(request)
    adopt_guest(guest, signed_in(request))
    messages.success(request, _("All of it now belongs to your account."))
    response = redirect("guests:index")
    forget_keys(response, request, [guest.token_hash])
    return response


@require_POST
def forget_keys_of(request: HttpRequest) -> HttpResponse:
    """Take a guest's key out of this browser; the link received by mail still works."""
    guest = _held_guest(request)
    messages.success(request, _("This browser no longer knows this access."))
    response = redirect("guests:index")
    forget_keys(response, request, [guest.token_hash])
    return response


def _held_guest(request: HttpRequest) -> "Guest":
    wanted = request.POST.get("guest", "")
    held = [guest for guest in guests_behind(visitor_of(request)) if guest.public_id == wanted]
    if not held:
        raise NotFound
    return held[0]


def _things_of(guest: "Guest") -> list[GuestThing]:
    given = refs_of_guests([guest])
    cards = describe_all(ref for ref, _role in given)
    return [
        GuestThing(cards[ref], role_labels(ref).get(role, str(role.label)))
        for ref, role in given
        if ref in cards
    ]
