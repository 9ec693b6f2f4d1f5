"""One check: a command, its output, its duration; and the table that sums them up."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Check:
    """A command that must succeed; ``cwd`` is relative to the checkout."""

    name: str
    command: tuple[str, ...]
    cwd: str = "."
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a check ended; ``seconds`` by the wall clock."""

    name: str
    passed: bool
    seconds: float


def run_loudly(check: Check, root: Path) -> Outcome:
    """Run ``check`` with its output on the console as it comes."""
    print(f"\n=== {check.name}", flush=True)
    started = time.monotonic()
    status = subprocess.run(
        check.command, cwd=root / check.cwd, env=_environment(check), check=False
    ).returncode
    return Outcome(check.name, status == 0, time.monotonic() - started)


def run_quietly(check: Check, root: Path) -> Outcome:
    """Run ``check`` and show its output only when it fails."""
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=root / check.cwd,
        env=_environment(check),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        print(f"\n=== {check.name}\n{done.stdout}", flush=True)
    return Outcome(check.name, done.returncode == 0, time.monotonic() - started)


def run_side_by_side(checks: Sequence[Check], root: Path) -> list[Outcome]:
    """Run quiet checks, as many at once as there are processors."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        return list(pool.map(lambda check: run_quietly(check, root), checks))


def table(outcomes: Sequence[Outcome]) -> str:
    """Return one line per check, and the total of their durations."""
    width = max(len(outcome.name) for outcome in outcomes)
    lines = [
        f"  {outcome.name:<{width}}  {'ok    ' if outcome.passed else 'FAILED'}"
        f"  {outcome.seconds:6.1f} s"
        for outcome in outcomes
    ]
    return "\n".join(lines)


def _environment(check: Check) -> dict[str, str]:
    return {**os.environ, **check.environment}
