"""Claiming and running one task, with retries.

The task library marks a failed task as failed for ever, in two steps. Here the outcome of an
attempt is one UPDATE: done, to be tried again later, or failed. It is fenced by ``started_at``:
a worker whose task was given to another one (see ``reaping``) cannot overwrite its outcome.
"""

import enum
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django_tasks import TaskContext, TaskResultStatus
from django_tasks.utils import get_exception_traceback, normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from trousse.core.backoff import delay_after
from trousse.core.clock import now
from trousse.core.logs import request_id_is
from trousse.core.tasks.declaring import Policy, policy_of

logger = logging.getLogger("trousse.tasks")


class Outcome(enum.StrEnum):
    """What became of an attempt."""

    DONE = "done"
    TO_RETRY = "to retry"
    FAILED = "failed"
    TAKEN_OVER = "taken over"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The attempt being made: ``id`` stays the same for all attempts of a task."""

    id: str
    number: int
    is_last: bool


_current: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


def current_attempt() -> Attempt | None:
    """Return the attempt being made in this context, or None outside a task."""
    return _current.get()


def claim_next(worker_id: str) -> "DBTaskResult[Any, Any] | None":
    """Mark the next ready task as running by ``worker_id`` and return it, or None."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # an idle worker must not take SQLite's write lock at every look
        return None
    with transaction.atomic():
        claimed = ready.get_locked()
        if claimed is not None:
            claimed.claim(worker_id)
    return claimed


def run_claimed(row: "DBTaskResult[Any, Any]") -> Outcome:
    """Run a claimed task and write what became of it."""
    policy = policy_of(row.task_path)
    attempt = Attempt(str(row.id), len(row.worker_ids), len(row.worker_ids) >= policy.attempts)
    started = time.monotonic()
    with request_id_is(f"task-{row.id.hex[:16]}"), _attempting(attempt):
        try:
            outcome = _write_success(row, _call(row))
        except Exception as error:
            logger.exception("task failed", extra={"task": policy.name, "attempt": attempt.number})
            outcome = write_failure(row, policy, error)
        took = round((time.monotonic() - started) * 1000)
        logger.info(
            "task", extra={"task": policy.name, "outcome": outcome.value, "duration_ms": took}
        )
    return outcome


def write_failure(
    row: "DBTaskResult[Any, Any]", policy: Policy, error: BaseException | None = None
) -> Outcome:
    """Give the task back for a later attempt, or fail it when its attempts are used up."""
    attempts = len(row.worker_ids)
    again = attempts < policy.attempts
    changes: dict[str, Any] = {
        "status": TaskResultStatus.READY if again else TaskResultStatus.FAILED,
        "finished_at": None if again else now(),
        "exception_class_path": "" if error is None else _class_path(error),
        "traceback": "" if error is None else get_exception_traceback(error),
    }
    if again:
        changes["run_after"] = get_date_max() if error is None else now() + delay_after(attempts)
    return _write(row, Outcome.TO_RETRY if again else Outcome.FAILED, changes)


def _write_success(row: "DBTaskResult[Any, Any]", returned: Any) -> Outcome:
    changes = {
        "status": TaskResultStatus.SUCCESSFUL,
        "finished_at": now(),
        "return_value": normalize_json(returned),
        "exception_class_path": "",
        "traceback": "",
    }
    return _write(row, Outcome.DONE, changes)


def _write(row: "DBTaskResult[Any, Any]", outcome: Outcome, changes: dict[str, Any]) -> Outcome:
    mine = DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
    )
    return outcome if mine.update(**changes) else Outcome.TAKEN_OVER


def _call(row: "DBTaskResult[Any, Any]") -> Any:
    task, result = row.task, row.task_result
    if task.takes_context:
        return task.call(TaskContext(task_result=result), *result.args, **result.kwargs)
    return task.call(*result.args, **result.kwargs)


@contextmanager
def _attempting(attempt: Attempt) -> Iterator[None]:
    token = _current.set(attempt)
    try:
        yield
    finally:
        _current.reset(token)


def _class_path(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
