"""The page where operators choose which service makes the things of a type."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousse.directory.access import Office, require_office
from trousse.kit.providers import choose_provider, provided_types, provider_of, providers_for
from trousse.kit.registry import registered_services
from trousse.kit.types import resource_type_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A type of things, the services that make them, and the one that does."""

    ref_type: str
    name: str
    services: list[tuple[str, str]]
    chosen: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Show which service makes what, and change it."""
    operator = require_office(request.user, Office.OPERATOR)
    if request.method == "POST":
        wanted = request.POST.get("type", ""), request.POST.get("service", "")
        choose_provider(*wanted, by=operator)
        messages.success(request, _("The choice is saved. Things that exist stay where they are."))
        return redirect("providers:choose")
    return render(request, "kit/operator/providers.html", {"choices": _choices()})


def _choices() -> list[Choice]:
    names = {service.slug: str(service.name) for service in registered_services()}
    return [
        Choice(
            ref_type=ref_type,
            name=str(known.name) if (known := resource_type_of(ref_type)) else ref_type,
            services=[(slug, names.get(slug, slug)) for slug in providers_for(ref_type)],
            chosen=provider_of(ref_type) or "",
        )
        for ref_type in provided_types()
    ]
