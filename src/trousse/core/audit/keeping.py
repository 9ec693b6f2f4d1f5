"""Retention of the audit log."""

from datetime import timedelta

from django.conf import settings

from trousse.core.clock import now
from trousse.core.models import AuditEntry


def purge_audit_log() -> None:
    """Remove entries older than ``AUDIT_RETENTION_DAYS``."""
    limit = now() - timedelta(days=settings.AUDIT_RETENTION_DAYS)
    AuditEntry.objects.filter(at__lt=limit).delete()
