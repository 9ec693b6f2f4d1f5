"""Asking for a task, in the transaction of the writer: no commit, no task."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from trousse.core.models import TaskKey


def enqueue(
    task: Task[Any, Any], *, key: str = "", run_after: datetime | None = None, **kwargs: Any
) -> None:
    """Ask for ``task`` with JSON ``kwargs``, once the transaction commits.

    ``run_after``: not before this aware instant. ``key``: idempotency key (200 characters); a
    second call with the key of a waiting, running or successful task does nothing, while a
    failed one is asked for again. Keys are forgotten after ``TASK_KEY_DAYS`` (90).
    """
    if not key:
        _insert(task, run_after, kwargs)
        return
    with transaction.atomic():
        known, is_new = TaskKey.objects.get_or_create(key=key)
        if is_new or _may_replace(known):
            result_id = _insert(task, run_after, kwargs)
            TaskKey.objects.filter(pk=key).update(result_id=result_id)


def _insert(task: Task[Any, Any], run_after: datetime | None, kwargs: dict[str, Any]) -> uuid.UUID:
    return uuid.UUID(task.using(run_after=run_after).enqueue(**kwargs).id)


def _may_replace(known: TaskKey) -> bool:
    """Tell whether the key's task failed, holding the key so that only one caller replaces it."""
    held = TaskKey.objects.select_for_update().get(pk=known.pk)
    return DBTaskResult.objects.filter(pk=held.result_id, status=TaskResultStatus.FAILED).exists()
