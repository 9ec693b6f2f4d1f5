"""Table of the audit log."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from trousse.core.clock import now


class AuditEntry(models.Model):
    """Who did what to which thing, and when; never changed.

    ``details`` holds counts, states and refs, never personal data: the log outlives the person.
    Retention: ``AUDIT_RETENTION_DAYS``.
    """

    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "at"], name="audit_of_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
