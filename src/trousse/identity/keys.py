"""Keys that sign identity tokens: made, published, rotated without signing anybody out."""

import base64
import datetime as dt
import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from oauth2_provider.utils import jwk_from_pem

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.refs import Ref
from trousse.identity.models import SigningKey

BITS = 3072
PUBLISHED_FOR = dt.timedelta(hours=1)
"""How long services may keep our public keys: a new key signs only after that."""
KEPT_AFTER = dt.timedelta(days=1)
"""How long a former key stays published: far longer than any token that it signed."""


def signing_key() -> Any:
    """Return the key that signs now, as a JWK; the first one is made when there is none."""
    shown = _shown().filter(signs_from__lte=now()).order_by("-signs_from", "-pk").first()
    return jwk_from_pem(_opened(shown or make_key(signs_from=now())))


def public_keys() -> list[dict[str, Any]]:
    """Return the public halves of the keys whose signatures count, as JWKs (RFC 7517)."""
    if not _shown().exists():
        make_key(signs_from=now())
    found = [jwk_from_pem(_opened(key)) for key in _shown().order_by("pk")]
    return [
        {"alg": "RS256", "use": "sig", "kid": key.thumbprint(), **json.loads(key.export_public())}
        for key in found
    ]


@transaction.atomic
def rotate_key(*, at_once: bool = False) -> str:
    """Make a new key and return its name; it signs in an hour, former keys go a day later.

    ``at_once``: when a private key leaked. The new one signs now and the others count no more:
    services that kept our public keys refuse sign-ins until they ask again.
    """
    start = now() if at_once else now() + PUBLISHED_FOR
    end = now() if at_once else start + KEPT_AFTER
    SigningKey.objects.filter(shown_until=None).update(shown_until=end)
    key = make_key(signs_from=start)
    if at_once:
        SigningKey.objects.filter(shown_until__gt=now()).update(shown_until=now())
    audit.record(
        "identity:key:rotate", subject=Ref("signing_key", key.kid), details={"at_once": at_once}
    )
    return key.kid


def make_key(*, signs_from: dt.datetime) -> SigningKey:
    """Create and return a key pair that signs from then on."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    kid = jwk_from_pem(pem.decode()).thumbprint()
    sealed = _box().encrypt(pem).decode()
    return SigningKey.objects.create(kid=kid, sealed=sealed, signs_from=signs_from)


def _shown() -> Any:
    return SigningKey.objects.filter(Q(shown_until=None) | Q(shown_until__gt=now()))


def _opened(key: SigningKey) -> str:
    return _box().decrypt(key.sealed.encode()).decode()


def _box() -> MultiFernet:
    words = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([_sealer(word) for word in words])


def _sealer(secret: str) -> Fernet:
    key = salted_hmac("trousse.identity.keys", "signing", secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
