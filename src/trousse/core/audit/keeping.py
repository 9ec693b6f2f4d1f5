"""Retention of the audit log."""

from datetime import timedelta

from django.conf import settings

from trousse.core.clock import now
from trousse.core.models import AuditEntry
from trousse.core.retention import delete_some


def purge_audit_log() -> bool:
    """Remove entries older than ``AUDIT_RETENTION_DAYS``; tell whether more wait."""
    limit = now() - timedelta(days=settings.AUDIT_RETENTION_DAYS)
    return delete_some(AuditEntry.objects.filter(at__lt=limit))
