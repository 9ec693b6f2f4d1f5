"""Declaring a task: Django's task interface plus a name for the logs and a number of attempts."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import ParamSpec, TypeVar

import django_tasks
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Policy:
    """What the worker needs to know of a task beyond Django's interface."""

    name: str
    attempts: int


_policies: dict[str, Policy] = {}
_UNKNOWN = Policy("unknown", 5)
CAN_WAIT = -10
"""Priority of upkeep: below what somebody waits for, which has Django's usual one, 0."""


def task(
    *, name: str, attempts: int = 5, can_wait: bool = False
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Declare the decorated module-level function as a task.

    ``name``: ``app.verb_noun``, for logs. ``attempts``: how many times it may start, killed
    workers included, with growing pauses (:mod:`trousse.core.backoff`). ``can_wait``: upkeep,
    which lets letters and notifications pass. It runs at least once: make its effects
    idempotent. Arguments are JSON values. Raises ValueError for a taken name.
    """

    def declare(function: Callable[P, T]) -> Task[P, T]:
        declared = django_tasks.task(function)
        if can_wait:
            declared = declared.using(priority=CAN_WAIT)
        taken = {known.name for path, known in _policies.items() if path != declared.module_path}
        if name in taken:
            raise ValueError(f"task {name!r} is declared twice")
        _policies[declared.module_path] = Policy(name, attempts)
        return declared

    return declare


def policy_of(task_path: str) -> Policy:
    """Return the policy of a task, whose module nobody may have imported yet.

    A task of newer or older code, or declared without ours, has the usual number of attempts.
    """
    if task_path not in _policies:
        with suppress(ImportError):
            import_module(task_path.rpartition(".")[0])
    return _policies.get(task_path, _UNKNOWN)
