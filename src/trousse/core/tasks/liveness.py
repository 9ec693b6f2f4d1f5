"""Telling a living worker from a dead one.

Each worker beats in the database, and holds a lock on a file of the data directory. The kernel
frees the lock with the process, however it dies: workers that share the directory know at once,
the others after :data:`STALE` without a beat. No time limit is set on the tasks themselves.
"""

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from trousse.core.clock import now
from trousse.core.models import Worker

logger = logging.getLogger("trousse.tasks")

BEAT_SECONDS = 5.0
STALE = timedelta(seconds=30)


@contextmanager
def living(worker_id: str) -> Iterator[None]:
    """Show the worker as alive for the duration of the block."""
    lock_path = _lock_path(worker_id)
    lock_path.parent.mkdir(parents=True, exist_ok=True)
    stopping = threading.Event()
    with lock_path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _beat(worker_id)
        thread = threading.Thread(target=_beat_until, args=(worker_id, stopping), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stopping.set()
            thread.join()
            _forget(worker_id)


def living_workers() -> set[str]:
    """Return the ids of the workers that are alive, as far as this machine can tell."""
    fresh = Worker.objects.filter(beat_at__gte=now() - STALE).values_list("id", flat=True)
    return {worker_id for worker_id in fresh if not _surely_died(worker_id)}


def forget_dead_workers() -> None:
    """Remove what dead workers left."""
    alive = living_workers()
    for worker_id in Worker.objects.exclude(pk__in=alive).values_list("id", flat=True):
        _forget(worker_id)


def _surely_died(worker_id: str) -> bool:
    """Tell whether the worker's lock is here and free: its process has ended."""
    try:
        with _lock_path(worker_id).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held, or the worker has another data directory
        return False
    return True


def _beat_until(worker_id: str, stopping: threading.Event) -> None:
    while not stopping.wait(BEAT_SECONDS):
        try:
            _beat(worker_id)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("missed a heartbeat", extra={"reason": type(error).__name__})
            connection.close()
    connection.close()


def _beat(worker_id: str) -> None:
    if not Worker.objects.filter(pk=worker_id).update(beat_at=now()):
        Worker.objects.bulk_create([Worker(id=worker_id)], ignore_conflicts=True)


def _forget(worker_id: str) -> None:
    with suppress(DatabaseError, InterfaceError):
        Worker.objects.filter(pk=worker_id).delete()
    _lock_path(worker_id).unlink(missing_ok=True)


def _lock_path(worker_id: str) -> Path:
    return Path(settings.DATA_DIR) / "workers" / f"{worker_id}.lock"
