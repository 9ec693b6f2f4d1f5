"""How long notifications stay."""

from datetime import timedelta

from django.db.models import Q

from trousse.core.clock import now
from trousse.core.retention import delete_some
from trousse.notifications.models import Notification

KEEP_READ = timedelta(days=90)
KEEP_ALL = timedelta(days=365)


def forget_old_notifications() -> bool:
    """Remove some of what was read 90 days ago or told a year ago; tell whether more waits."""
    old = Q(read_at__lt=now() - KEEP_READ) | Q(created_at__lt=now() - KEEP_ALL)
    return delete_some(Notification.objects.filter(old))
