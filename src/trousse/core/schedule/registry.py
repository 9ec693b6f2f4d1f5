"""Who wants what done how often. Filled at start-up by the apps' ``wiring.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

Work = Callable[[], object]
W = TypeVar("W", bound=Work)


@dataclass(frozen=True, slots=True)
class Job:
    """Periodic work. Short: what takes long is a task that the job enqueues."""

    name: str
    period: timedelta
    work: Work


_jobs: dict[str, Job] = {}


def every(period: timedelta, *, name: str) -> Callable[[W], W]:
    """Run the decorated function once per ``period`` (seconds at least) across all workers.

    ``name``: ``app.verb_noun``. A period missed while no worker ran is made up for once, at the
    next start. Raises ValueError when another function has the name.
    """

    def register(work: W) -> W:
        known = _jobs.get(name)
        if known is not None and known.work is not work:
            raise ValueError(f"job {name!r} is registered twice")
        _jobs[name] = Job(name, period, work)
        return work

    return register


def registered_jobs() -> dict[str, Job]:
    """Return the jobs by name."""
    return dict(_jobs)
