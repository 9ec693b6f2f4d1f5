"""Forgetting finished tasks and old idempotency keys."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from trousse.core.clock import now
from trousse.core.models import TaskKey
from trousse.core.retention import BATCH, delete_some

KEEP_DONE = timedelta(days=2)
KEEP_FAILED = timedelta(days=30)
KEEP_KEYS = timedelta(days=90)


def prune_tasks() -> bool:
    """Remove results nobody will read, and keys past their promise (see ``enqueue``).

    Returns whether more wait.
    """
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now() - KEEP_DONE)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now() - KEEP_FAILED)
    with transaction.atomic():
        stale = list(
            DBTaskResult.objects.filter(done | failed).values_list("pk", flat=True)[:BATCH]
        )
        # A failed key may be asked for again, also once its result is forgotten.
        TaskKey.objects.filter(
            result_id__in=DBTaskResult.objects.filter(failed, pk__in=stale).values("pk")
        ).delete()
        DBTaskResult.objects.filter(pk__in=stale).delete()
    keys_wait = delete_some(TaskKey.objects.filter(created_at__lt=now() - KEEP_KEYS))
    return len(stale) == BATCH or keys_wait
