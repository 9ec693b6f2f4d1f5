"""Forgetting finished tasks and old idempotency keys."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from trousse.core.clock import now
from trousse.core.models import TaskKey

KEEP_DONE = timedelta(days=2)
KEEP_FAILED = timedelta(days=30)
KEEP_KEYS = timedelta(days=90)


def prune_tasks() -> None:
    """Remove results nobody will read, and keys past their promise (see ``enqueue``)."""
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now() - KEEP_DONE)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now() - KEEP_FAILED)
    with transaction.atomic():
        # A failed key may be asked for again, also once its result is forgotten.
        stale = DBTaskResult.objects.filter(failed).values("pk")
        TaskKey.objects.filter(
            Q(result_id__in=stale) | Q(created_at__lt=now() - KEEP_KEYS)
        ).delete()
        DBTaskResult.objects.filter(done | failed).delete()
