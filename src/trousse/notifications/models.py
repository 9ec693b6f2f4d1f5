"""What somebody was told, how they want to be told, and what already left to them by mail."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Named filters of notifications."""

    def unread(self) -> "NotificationQuerySet":
        """Keep what its reader has not opened."""
        return self.filter(read_at__isnull=True)

    def awaiting_letter(self) -> "NotificationQuerySet":
        """Keep what may still leave by mail."""
        return self.filter(due_at__isnull=False)


class Notification(models.Model):
    """One line of somebody's inbox: something happened to a thing that concerns them.

    ``params``: what the kind's sentences need, never markup. ``key``: the same news told twice
    is one line. ``due_at``: when its letter is to be looked at; None once it left, was read, or
    is not wanted. Retention: 90 days after it was read, one year in all.
    """

    public_id = PublicIdField()
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    service = models.CharField(max_length=40)
    about = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    params = models.JSONField(default=dict)
    actor = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "user"], name="notification_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_inbox"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
            models.Index(
                fields=["due_at", "user"],
                condition=Q(due_at__isnull=False),
                name="notification_due",
            ),
            models.Index(fields=["about"], name="notification_about"),
            models.Index(fields=["created_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def ref(self) -> Ref:
        """The thing it is about."""
        return Ref.parse(self.about)


class Preference(models.Model):
    """How somebody wants to hear by mail from one service; without a row, now."""

    class Choice(models.TextChoices):
        NOW = "now"
        DIGEST = "digest"
        NEVER = "never"

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    service = models.CharField(max_length=40)
    choice = models.CharField(max_length=10, choices=Choice.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "service"], name="preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.choice}"


class Postbox(models.Model):
    """The row that one worker at a time holds while it writes somebody's letters.

    ``digest_on``: day, where the person lives, of their last digest.
    """

    user = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    digest_on = models.DateField(null=True, blank=True)
