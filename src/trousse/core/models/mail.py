"""Table of outgoing mail."""

from typing import ClassVar

from django.db import models

from trousse.core.clock import now
from trousse.core.ids import PublicIdField


class Mail(models.Model):
    """One letter to one address, from the writer's transaction to the mail server.

    Retention: address, subject and bodies are erased ``MAIL_RETENTION_DAYS`` after the writing,
    once the sending has ended; the key stays a year, so that the same letter is not sent again.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    public_id = PublicIdField()
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=320)
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=5)
    reply_to = models.CharField(max_length=320, blank=True)
    calendar = models.BinaryField(null=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    calendar_filename = models.CharField(max_length=100, blank=True)
    about = models.CharField(max_length=100, blank=True)
    headers = models.JSONField(default=dict)
    """Header fields beyond the usual ones: conversation, list, unsubscription."""

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=now)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_owner = models.CharField(max_length=64, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "next_attempt_at"], name="mail_due"),
            models.Index(fields=["about"], name="mail_about"),
        ]

    def __str__(self) -> str:
        return self.message_id
