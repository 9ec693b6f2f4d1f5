"""The person who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref

EMAIL_LENGTH = 254
"""The longest address that mail can carry (RFC 5321, 4.5.3.1.3, less the angle brackets)."""


class UserManager(BaseUserManager["User"]):
    """Creation of people; the e-mail address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """One person of the ministry, provisioned or signed in."""

    public_id = PublicIdField()
    email = models.EmailField(max_length=EMAIL_LENGTH, unique=True)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5, default="fr")
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=now)
    erasure_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First and last name, or the part of the address before the @ when unknown."""
        return f"{self.first_name} {self.last_name}".strip() or self.email.partition("@")[0]

    @property
    def short_name(self) -> str:
        """What a greeting uses."""
        return self.first_name or self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.short_name


class Guest(models.Model):
    """Somebody without account who holds grants on one or several things.

    ``token_hash``: SHA-256 of the personal link's token, in hexadecimal; empty once revoked or
    adopted.
    ``user``: the account that took the guest over when the person signed in.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=EMAIL_LENGTH, blank=True)
    language = models.CharField(max_length=5, default="fr")
    token_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(db_index=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="was_guest"
    )
    created_at = models.DateTimeField(default=now)
    erasure_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="guest_key_once"
            ),
            models.UniqueConstraint(
                fields=["invited_by", "email"],
                condition=~Q(token_hash="") & ~Q(email=""),
                name="guest_once_per_inviter",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["email"], name="guests_of_address"),
            models.Index(fields=["invited_by", "created_at"], name="guests_of_inviter"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("guest", self.public_id)


class DemoProfile(models.Model):
    """What a demo person does and where, in words. Exists in demo instances only.

    The directory will know the functions and establishments of real people.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="demo_profile")
    rank = models.PositiveSmallIntegerField()
    job_title = models.CharField(max_length=120)
    workplace = models.CharField(max_length=120)
