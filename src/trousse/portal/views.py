"""The home page: somebody's desk, or what Trousse is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trousse.accounts.current import signed_in_or_none
from trousse.kit.registry import registered_services
from trousse.library.queries import needs
from trousse.portal.desk import desk_of
from trousse.portal.gestures import gestures


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what one can do; to a signed-in person, also what waits and what they did last."""
    if person := signed_in_or_none(request):
        context = {"services": registered_services(), "gestures": gestures()}
        return render(request, "portal/desk.html", {**context, "desk": desk_of(person)})
    context = {
        "needs": needs(),
        "gestures": gestures(),
        "signup_is_open": settings.SIGNUP == "open",
    }
    return render(request, "portal/welcome.html", context)
