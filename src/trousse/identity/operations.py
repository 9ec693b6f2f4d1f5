"""Writes: services made clients of our sign-in, their secrets, the names they know people by."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import InvalidInput, NotFound
from trousse.core.ids import new_public_id
from trousse.core.refs import Ref
from trousse.core.tokens import hash_token
from trousse.identity.claims import CLAIMS
from trousse.identity.models import Client, ClientSecret, Subject

if TYPE_CHECKING:
    from trousse.accounts.models import User

OVERLAP = dt.timedelta(days=7)
"""How long a former secret still opens, so that a service changes it without an interruption."""
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What a service says of itself as a client, under the names of RFC 7591.

    ``service``: its id. ``redirect_uris``: absolute addresses. ``claims``: what it asks to know.
    """

    service: str
    client_name: str
    redirect_uris: Sequence[str]
    claims: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the operator writes into the service. The secret is shown this once."""

    client_id: str
    client_secret: str


@transaction.atomic
def register_client(facts: ClientFacts, *, by: "User | None" = None) -> Credentials:
    """Make the service a client, or bring its record up to date; return a new secret.

    A former secret opens for OVERLAP more. Raises InvalidInput when an address or a claim cannot
    be taken.
    """
    _require_addresses(facts.redirect_uris)
    _require_claims(facts.claims)
    client, _made = Client.objects.update_or_create(
        service=facts.service,
        defaults={
            "name": facts.client_name,
            "redirect_uris": " ".join(facts.redirect_uris),
            "claims": sorted(facts.claims),
        },
        create_defaults={
            "name": facts.client_name,
            "redirect_uris": " ".join(facts.redirect_uris),
            "claims": sorted(facts.claims),
            "client_id": new_public_id(),
            "client_type": Client.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": Client.GRANT_AUTHORIZATION_CODE,
            "algorithm": Client.RS256_ALGORITHM,
            "hash_client_secret": False,
            "skip_authorization": True,
        },
    )
    audit.record("identity:client:register", subject=Ref("client", facts.service), actor=by)
    return Credentials(client.client_id, _new_secret(client, overlap=OVERLAP))


@transaction.atomic
def rotate_secret(service: str, *, at_once: bool = False, by: "User | None" = None) -> Credentials:
    """Return a new secret of the service; the former one opens for OVERLAP more.

    ``at_once``: the former ones open nothing from now on. Raises NotFound without such a client.
    """
    client = Client.objects.select_for_update().filter(service=service).first()
    if client is None:
        raise NotFound
    audit.record(
        "identity:client:rotate",
        subject=Ref("client", service),
        actor=by,
        details={"at_once": at_once},
    )
    overlap = dt.timedelta() if at_once else OVERLAP
    return Credentials(client.client_id, _new_secret(client, overlap=overlap))


@transaction.atomic
def remove_client(service: str, *, by: "User | None" = None) -> None:
    """Let nobody sign in to the service any more. Names of people there stay, in case it returns.

    Raises NotFound without such a client.
    """
    if not Client.objects.filter(service=service).delete()[0]:
        raise NotFound
    audit.record("identity:client:remove", subject=Ref("client", service), actor=by)


def subject_for(user: "User", service: str) -> str:
    """Return the name under which ``service`` knows ``user``: random, made the first time."""
    found, _made = Subject.objects.get_or_create(
        user=user, service=service, defaults={"sub": new_public_id()}
    )
    return found.sub


def _new_secret(client: Client, *, overlap: dt.timedelta) -> str:
    """Create a secret; two are valid at most: this one, and the last one for a while."""
    valid = client.secrets.filter(Q(ends_at=None) | Q(ends_at__gt=now()))
    last = valid.order_by("-created_at", "-pk").first()
    if last is not None:
        client.secrets.exclude(pk=last.pk).delete()
        client.secrets.filter(pk=last.pk).update(ends_at=now() + overlap)
    secret = secrets.token_hex(SECRET_BYTES)
    ClientSecret.objects.create(client=client, digest=hash_token(secret))
    return secret


def _require_addresses(addresses: Sequence[str]) -> None:
    if not addresses:
        raise InvalidInput(_("This service says nowhere to come back to after signing in."))
    for address in addresses:
        parts = urlsplit(address)
        secure = parts.scheme == "https" or (parts.scheme == "http" and not settings.SECURE_SITE)
        whole = parts.hostname and not parts.fragment and not parts.username
        if not secure or not whole or "*" in address or address.split() != [address]:
            raise InvalidInput(_("This address to come back to cannot be taken."))


def _require_claims(claims: Sequence[str]) -> None:
    if set(claims) - set(CLAIMS):
        raise InvalidInput(_("This service asks for something that we do not give."))
