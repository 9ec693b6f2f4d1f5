"""The page where operators let a service sign people in with their account here."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from trousse.core.errors import NotFound
from trousse.directory.access import Office, require_office
from trousse.identity.operations import ClientFacts, register_client, remove_client
from trousse.identity.queries import ClientCard, clients
from trousse.kit.manifests import known_manifests
from trousse_kit import Manifest


@dataclass(frozen=True, slots=True)
class Line:
    """A service that may sign people in, or could. ``client``: None until it is registered."""

    service: str
    name: str
    is_described: bool
    client: ClientCard | None


@login_required
@require_safe
def clients_page(request: HttpRequest) -> HttpResponse:
    """Show which services sign people in, and which ask to."""
    require_office(request.user, Office.OPERATOR)
    return render(request, "kit/operator/clients.html", {"lines": _lines()})


@login_required
@never_cache
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Register a service from its manifest, or again: show its new secret, this once."""
    operator = require_office(request.user, Office.OPERATOR)
    manifest = _asking().get(request.POST.get("service", ""))
    if manifest is None:
        raise NotFound
    facts = ClientFacts(
        service=manifest.identity.id,
        client_name=_name(manifest),
        redirect_uris=manifest.sign_in.redirect_uris,
        claims=manifest.sign_in.claims,
    )
    given = register_client(facts, by=operator)
    return render(request, "kit/operator/client_secret.html", {"given": given, "facts": facts})


@login_required
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Let nobody sign in to the service any more."""
    operator = require_office(request.user, Office.OPERATOR)
    remove_client(request.POST.get("service", ""), by=operator)
    messages.success(request, _("Nobody signs in to this service with their account any more."))
    return redirect("providers:clients")


def _asking() -> dict[str, Manifest]:
    """Return the manifests of services that sign people in with OpenID Connect, by id."""
    return {
        one.manifest.identity.id: one.manifest
        for one in known_manifests().values()
        if one.manifest.sign_in.method == "oidc" and one.manifest.sign_in.redirect_uris
    }


def _lines() -> list[Line]:
    asking = _asking()
    known = {card.service: card for card in clients()}
    return [
        Line(
            service=service,
            name=_name(asking[service]) if service in asking else service,
            is_described=service in asking,
            client=known.get(service),
        )
        for service in sorted(asking.keys() | known.keys())
    ]


def _name(manifest: Manifest) -> str:
    return manifest.identity.name.root["fr"]
