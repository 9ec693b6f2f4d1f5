"""Reads: the clients, and the person behind a name that a service gives."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from trousse.core.clock import now
from trousse.identity.models import Client, ClientSecret, Subject

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client as operators see it. ``secrets``: ends of those that open, None for no end."""

    service: str
    client_id: str
    redirect_uris: tuple[str, ...]
    claims: tuple[str, ...]
    secrets: tuple[dt.datetime | None, ...]


def clients() -> list[ClientCard]:
    """Return every client, by its service."""
    return [
        ClientCard(
            service=client.service,
            client_id=client.client_id,
            redirect_uris=tuple(client.redirect_uris.split()),
            claims=tuple(client.claims),
            secrets=tuple(
                one.ends_at
                for one in client.secrets.all()
                if one.ends_at is None or one.ends_at > now()
            ),
        )
        for client in Client.objects.order_by("service").prefetch_related("secrets")
    ]


def user_behind(sub: str, *, service: str) -> "User | None":
    """Return the person whom ``service`` knows as ``sub``, None for a name of another service."""
    found = Subject.objects.filter(sub=sub, service=service).select_related("user").first()
    return found.user if found else None


def secret_opens(handle: str, digest: str) -> bool:
    """Whether ``digest`` is that of a secret, valid now, of the client with that ``handle``."""
    valid = Q(ends_at=None) | Q(ends_at__gt=now())
    return ClientSecret.objects.filter(valid, client__client_secret=handle, digest=digest).exists()
