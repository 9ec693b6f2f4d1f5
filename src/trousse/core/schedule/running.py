"""Running what is due: taking a job is one conditional UPDATE, so only one worker gets it."""

import logging

from trousse.core.clock import now
from trousse.core.logs import request_id_is
from trousse.core.logs.context import new_request_id
from trousse.core.models import ScheduledJob
from trousse.core.schedule.registry import Job, registered_jobs

logger = logging.getLogger("trousse.schedule")


def prepare_jobs() -> None:
    """Bring the table in line with the registered jobs; new ones are due at once."""
    jobs = registered_jobs()
    ScheduledJob.objects.bulk_create(
        [ScheduledJob(name=name) for name in jobs], ignore_conflicts=True
    )
    ScheduledJob.objects.exclude(name__in=jobs).delete()
    for job in jobs.values():  # a period that became shorter counts from now on
        latest = now() + job.period
        ScheduledJob.objects.filter(name=job.name, next_run_at__gt=latest).update(
            next_run_at=latest
        )


def run_due_jobs() -> list[str]:
    """Run the jobs that are due and that no other worker took; return their names."""
    jobs = registered_jobs()
    due = ScheduledJob.objects.filter(next_run_at__lte=now()).order_by("next_run_at")
    return [
        row.name
        for row in due
        if row.name in jobs and _take(row, jobs[row.name]) and _run(jobs[row.name])
    ]


def _take(row: ScheduledJob, job: Job) -> bool:
    at = now()
    unchanged = ScheduledJob.objects.filter(name=row.name, next_run_at=row.next_run_at)
    return unchanged.update(next_run_at=at + job.period, last_run_at=at) == 1


def _run(job: Job) -> bool:
    with request_id_is(f"job-{new_request_id()}"):
        try:
            job.work()
        except Exception:
            logger.exception("job failed", extra={"job": job.name})
        else:
            logger.debug("job", extra={"job": job.name})
    return True
