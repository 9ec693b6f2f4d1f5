"""The life of a worker process: run what is ready, keep the schedule, leave politely."""

import logging
import signal
import threading
import time
from types import FrameType

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection

from trousse.core.logs.scrubbing import scrub
from trousse.core.schedule.running import prepare_jobs, run_due_jobs
from trousse.core.tasks.liveness import living
from trousse.core.tasks.reaping import give_back_abandoned_tasks
from trousse.core.tasks.running import claim_next, run_claimed

logger = logging.getLogger("trousse.tasks")

SCHEDULE_SECONDS = 1.0
"""How often the schedule is looked at, between two tasks."""
TROUBLE_SECONDS = 2.0
"""Pause after the database could not be reached."""


class WorkerLoop:
    """One worker: one task at a time. Any number of them may share a database."""

    def __init__(self, worker_id: str, idle_seconds: float) -> None:
        self.worker_id = worker_id
        self.idle_seconds = idle_seconds
        self.stopping = threading.Event()
        self._schedule_due = 0.0
        self._recovering = True

    def stop_on_signals(self) -> None:
        """Finish the current task and leave on SIGTERM or SIGINT; a second one ends at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def run(self) -> None:
        """Work until asked to stop."""
        logger.info("worker started", extra={"worker": self.worker_id})
        with living(self.worker_id):
            prepare_jobs()
            while not self.stopping.is_set():
                self._turn()
        connection.close()
        logger.info("worker stopped", extra={"worker": self.worker_id})

    def _turn(self) -> None:
        try:
            self._recover()
            self._keep_schedule()
            worked = self._work()
        except DatabaseTrouble as error:
            logger.warning("database trouble", extra={"reason": scrub(repr(error))})
            connection.close()
            self._recovering = True
            self.stopping.wait(TROUBLE_SECONDS)
            return
        if not worked:
            self.stopping.wait(self.idle_seconds)

    def _recover(self) -> None:
        """At the start and after trouble, look for tasks whose outcome could not be written."""
        if self._recovering:
            give_back_abandoned_tasks(idle_worker=self.worker_id)
            self._recovering = False

    def _work(self) -> bool:
        row = claim_next(self.worker_id)
        if row is None:
            return False
        run_claimed(row)
        close_old_connections()
        return True

    def _keep_schedule(self) -> None:
        if time.monotonic() >= self._schedule_due:
            self._schedule_due = time.monotonic() + SCHEDULE_SECONDS
            run_due_jobs()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
