"""Services that people sign in to with their account here, and what each may know."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from oauth2_provider.models import AbstractApplication

from trousse.core.clock import now

if TYPE_CHECKING:
    from datetime import datetime


class Client(AbstractApplication):  # type: ignore[misc]  # the library ships no types
    """A service as a client of our sign-in; what it says of itself comes from its manifest."""

    # ``client_secret`` opens nothing: it is a random handle by which the library's question about
    # a secret finds the rows of ``ClientSecret``, of which two may be valid at once.
    user = None  # a service is nobody's: operators look after it
    service: "models.SlugField[str, str]" = models.SlugField(max_length=50, unique=True)
    claims: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    client_type="confidential",
                    authorization_grant_type="authorization-code",
                    algorithm="RS256",
                    hash_client_secret=False,
                ),
                name="client_signs_in_by_code",
            )
        ]

    def __str__(self) -> str:
        return str(self.service)

    def redirect_uri_allowed(self, uri: str) -> bool:
        """Whether ``uri`` is one of those registered, to the letter."""
        return uri in self.redirect_uris.split()

    @property
    def jwk_key(self) -> Any:
        """What its identity tokens are signed with."""
        from trousse.identity.keys import signing_key  # noqa: PLC0415  # keys read these models

        return signing_key()


class ClientSecret(models.Model):
    """A secret of a client, as its hash: 256 random bits need no slow one."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="secrets")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "digest"], name="secret_of_client_once")
        ]

    def __str__(self) -> str:
        return f"secret of {self.client_id} made {self.created_at:%Y-%m-%d}"


class SigningKey(models.Model):
    """A key pair of the portal. ``sealed``: the private half, under the instance's SECRET_KEY."""

    kid = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    signs_from = models.DateTimeField(default=now)
    shown_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.kid)


class Subject(models.Model):
    """The name under which one service knows one person; no other service knows it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    service = models.SlugField(max_length=50)
    sub = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "service"], name="subject_once_per_service")
        ]

    def __str__(self) -> str:
        return f"somebody at {self.service}"


class IssuedCode(models.Model):
    """What is remembered of a code after it was used: when its person signed in, what it gave."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    signed_in_at = models.DateTimeField()
    issued_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(
        default=now, db_index=True
    )
    token_checksum = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"code for {self.client_id} of {self.issued_at:%Y-%m-%d %H:%M}"
