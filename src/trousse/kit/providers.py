"""Which service makes the things of a type: the operator's choice, else the only or first one."""

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
    offered = providers_for(resource_type)
    if len(offered) < 2:  # noqa: PLR2004  # no choice, no question
        return offered[0] if offered else None
    chosen = Provider.objects.filter(resource_type=resource_type, service__in=offered).first()
    return chosen.service if chosen else offered[0]


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
