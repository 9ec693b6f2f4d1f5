"""Which service makes the things of a type: the operator's choice, else the only or first one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import InvalidInput
from trousse.core.refs import Ref
from trousse.kit.capabilities import actions_called, actions_doing
from trousse.kit.models import Provider

if TYPE_CHECKING:
    from trousse.accounts.models import User


def provided_types() -> list[str]:
    """Return the types of things that some service makes, by name."""
    return sorted({action.resource_type for action in actions_doing("create")})


def providers_for(resource_type: str) -> list[str]:
    """Return the services that make things of that type, by slug."""
    return [action.service for action in actions_called(resource_type, "create")]


def provider_of(resource_type: str) -> str | None:
    """Return the service that makes things of that type, or None when no service does.

    The operator's choice, as long as the service is there; else the first one.
    """
    return providers_of([resource_type]).get(resource_type)


def providers_of(resource_types: Iterable[str]) -> dict[str, str]:
    """Return the service that makes things of each of some types; those nobody makes are absent.

    One query, and none while no type has two services: every page asks.
    """
    offered = {one: services for one in resource_types if (services := providers_for(one))}
    disputed = [one for one, services in offered.items() if len(services) > 1]
    chosen: dict[str, str] = {}
    if disputed:
        rows = Provider.objects.filter(resource_type__in=disputed).order_by()
        chosen = dict(rows.values_list("resource_type", "service"))
    return {
        one: chosen[one] if chosen.get(one) in services else services[0]
        for one, services in offered.items()
    }


@transaction.atomic
def choose_provider(resource_type: str, service: str, *, by: "User") -> None:
    """Let ``service`` make the things of that type from now on; those that exist stay.

    Raises InvalidInput when it does not make any.
    """
    if service not in providers_for(resource_type):
        raise InvalidInput(_("This service does not make things of this type."), field="service")
    Provider.objects.update_or_create(
        resource_type=resource_type,
        defaults={"service": service, "chosen_by": by, "chosen_at": now()},
    )
    audit.record(
        "kit:provider:choose",
        subject=Ref("provider", resource_type),
        actor=by,
        details={"service": service},
    )
