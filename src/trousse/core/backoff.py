"""How long to wait before trying again what failed: one ladder for tasks, facts and mail."""

from datetime import timedelta

_STEPS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)


def delay_after(attempts: int) -> timedelta:
    """Return the wait after ``attempts`` failures (from 1); from the fifth on, one hour."""
    return _STEPS[min(attempts, len(_STEPS)) - 1]
