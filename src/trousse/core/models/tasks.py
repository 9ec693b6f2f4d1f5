"""Tables beside the task library's own: who works, what was asked once, what is periodic."""

import uuid

from django.db import models

from trousse.core.clock import now


class Worker(models.Model):
    """A living worker process; its heartbeat tells the others that its task is not abandoned."""

    id = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(default=now)
    beat_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.id


class TaskKey(models.Model):
    """An idempotency key and the task that answers for it."""

    key = models.CharField(max_length=200, primary_key=True)
    result_id = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return self.key


class ScheduledJob(models.Model):
    """When a periodic job is due next; taking it is one conditional UPDATE of this row."""

    name = models.CharField(max_length=80, primary_key=True)
    next_run_at = models.DateTimeField(default=now)
    last_run_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
