"""Tasks that a dead worker left running go back to the queue."""

import logging

from django_tasks_db.models import DBTaskResult

from trousse.core.tasks.declaring import policy_of
from trousse.core.tasks.liveness import forget_dead_workers, living_workers
from trousse.core.tasks.running import Outcome, write_failure

logger = logging.getLogger("trousse.tasks")


def give_back_abandoned_tasks(idle_worker: str = "") -> int:
    """Make the running tasks of dead workers ready again; return how many.

    ``idle_worker``: a living worker that knows it is running nothing. The lost attempt counts:
    a task that kills its worker each time is failed in the end.
    """
    # The tasks first: a worker born in between is then alive, never unknown.
    running = list(DBTaskResult.objects.running())
    alive = living_workers() - {idle_worker} if running else set()
    abandoned = [row for row in running if row.worker_ids[-1] not in alive]
    outcomes = [write_failure(row, policy_of(row.task_path)) for row in abandoned]
    if outcomes:
        failed = outcomes.count(Outcome.FAILED)
        logger.warning(
            "took over abandoned tasks", extra={"tasks": len(outcomes), "failed": failed}
        )
    forget_dead_workers()
    return len(outcomes)
