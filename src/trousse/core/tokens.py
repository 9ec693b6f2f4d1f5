"""Secret words of links: derived when they are shown, stored only as their SHA-256.

A token is the keyed hash of a row's public id, so code that may can show or send the link again,
while neither the database nor its backups give it away.
"""

import base64
import hashlib

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

TOKEN_BYTES = 24
"""192 bits in 32 characters: nobody guesses one, and logs mask words of that length."""


def hash_token(token: str) -> str:
    """Return what is stored of a token: enough since tokens are random."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive_token(purpose: str, public_id: str) -> str:
    """Return the token of a row; ``purpose`` keeps the kinds of rows apart."""
    return _derived(purpose, public_id, str(settings.SECRET_KEY))


def recall_token(purpose: str, public_id: str, token_hash: str) -> str:
    """Return the token whose hash is stored, or "" when no secret that we still know made it."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = _derived(purpose, public_id, str(secret))
        if constant_time_compare(hash_token(token), token_hash):
            return token
    return ""


def _derived(purpose: str, public_id: str, secret: str) -> str:
    digest = salted_hmac(f"trousse.token.{purpose}", public_id, secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()
