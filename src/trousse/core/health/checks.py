"""What makes an instance ready. Words for an operator; no secret, nothing about a person."""

import enum
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from trousse.core.clock import now
from trousse.core.models import Mail, ScheduledJob
from trousse.core.outbox.queries import dead_deliveries, deliveries_without_receiver
from trousse.core.tasks.liveness import living_workers

LOW_SPACE = 500_000_000
NO_SPACE = 50_000_000
"""Bytes free in the data directory."""
MAIL_LATE = timedelta(minutes=10)
RECENT = timedelta(days=1)


class Status(enum.StrEnum):
    """As in draft-inadarei-api-health-check; ordered from good to bad."""

    PASS = "pass"  # noqa: S105  # not a password
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check; ``output``: why it is not a pass."""

    status: Status
    output: str = ""


FINE = Finding(Status.PASS)


def run_checks() -> dict[str, Finding]:
    """Run every check that makes sense; those that need the database only when it answers."""
    found = {"storage": check_storage()}
    if settings.REDIS_URL:
        found["redis"] = check_redis()
    found["database"] = check_connection()
    if found["database"].status is Status.PASS:
        found["migrations"] = check_migrations()
        if found["migrations"].status is Status.PASS:
            found |= {name: check() for name, check in _ON_TABLES.items()}
    return found


def check_connection() -> Finding:
    """The database answers."""
    try:
        connection.ensure_connection()
    except DatabaseTrouble as error:
        return Finding(Status.FAIL, _("The database does not answer (%s).") % type(error).__name__)
    return FINE


def check_database() -> Finding:
    """Change no row, but as a write: a read-only database refuses it."""
    try:
        with transaction.atomic():
            ScheduledJob.objects.filter(pk="").update(last_run_at=None)
    except DatabaseTrouble as error:
        words = _("The database does not accept writes (%s).")
        return Finding(Status.FAIL, words % type(error).__name__)
    return FINE


def check_migrations() -> Finding:
    """Compare the code's migrations with the database's."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not missing:
        return FINE
    words = ngettext("%d migration is not applied.", "%d migrations are not applied.", missing)
    return Finding(Status.FAIL, words % missing)


def check_worker() -> Finding:
    """Without a worker pages work, but no mail leaves."""
    if living_workers():
        return FINE
    return Finding(Status.WARN, _("No worker is running: mails and notifications wait."))


def check_tasks() -> Finding:
    """Tasks given up lately."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now() - RECENT).count()
    if not failed:
        return FINE
    words = ngettext(
        "%d task failed for good in the last day.",
        "%d tasks failed for good in the last day.",
        failed,
    )
    return Finding(Status.WARN, words % failed)


def check_outbox() -> Finding:
    """Facts that a receiver will not get unless somebody acts."""
    dead = dead_deliveries().count()
    orphans = deliveries_without_receiver().count()
    if not dead and not orphans:
        return FINE
    words = _("Dead deliveries: %(dead)d, without receiver: %(orphans)d. See the outbox command.")
    return Finding(Status.WARN, words % {"dead": dead, "orphans": orphans})


def check_mail() -> Finding:
    """Mail that does not leave."""
    late = Mail.objects.filter(
        Q(status=Mail.Status.QUEUED) | Q(status=Mail.Status.SENDING),
        created_at__lt=now() - MAIL_LATE,
    ).count()
    failed = Mail.objects.filter(status=Mail.Status.FAILED, created_at__gte=now() - RECENT).count()
    if not late and not failed:
        return FINE
    words = _("Mails waiting for long: %(late)d, given up in the last day: %(failed)d.")
    return Finding(Status.WARN, words % {"late": late, "failed": failed})


def check_storage() -> Finding:
    """The data directory can be written and has room."""
    directory = Path(settings.DATA_DIR)
    try:
        with tempfile.NamedTemporaryFile(dir=directory, prefix=".readyz-"):
            free = shutil.disk_usage(directory).free
    except OSError as error:
        words = _("The data directory cannot be written (%s).")
        return Finding(Status.FAIL, words % type(error).__name__)
    if free >= LOW_SPACE:
        return FINE
    words = _("Only %d MB are free in the data directory.")
    return Finding(Status.FAIL if free < NO_SPACE else Status.WARN, words % (free // 1_000_000))


def check_redis() -> Finding:
    """Redis, where sessions are cached and live updates pass, answers."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1) as client:
            client.ping()
    except redis.RedisError as error:
        return Finding(Status.FAIL, _("Redis does not answer (%s).") % type(error).__name__)
    return FINE


_ON_TABLES: dict[str, Callable[[], Finding]] = {
    "database": check_database,
    "worker": check_worker,
    "tasks": check_tasks,
    "outbox": check_outbox,
    "mail": check_mail,
}
