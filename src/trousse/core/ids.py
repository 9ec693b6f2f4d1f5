"""Unguessable public identifiers: integer keys never leave the database."""

import secrets

from django.db import models

PUBLIC_ID_BYTES = 16
PUBLIC_ID_LENGTH = 22
"""Length of 16 random bytes in unpadded base64url (RFC 4648 §5)."""


def new_public_id() -> str:
    """Return 128 random bits as 22 URL-safe characters."""
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)


class PublicIdField(models.CharField[str, str]):
    """The identifier of a row in URLs, refs and events."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.update(max_length=PUBLIC_ID_LENGTH, unique=True, editable=False)
        kwargs.setdefault("default", new_public_id)
        super().__init__(**kwargs)  # type: ignore[arg-type]  # Field's options are untyped keywords
