"""Processor time of processes and of everything they started, read from Linux's /proc.

Processor time, unlike duration, hardly depends on what else the machine is doing.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def cpu_seconds(roots: Iterable[int]) -> float:
    """Return the seconds spent so far by the trees of processes under ``roots``.

    Children that have ended count once their parent has waited for them. The kernel counts in
    ticks of 10 ms: measure over hundreds of requests.
    """
    children, spent = _processes()
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in seen:
            seen.add(pid)
            waiting.extend(children[pid])
    return sum(spent.get(pid, 0) for pid in seen) / TICKS_PER_SECOND


def parent_of(pid: int) -> int:
    """Return the process that started ``pid``."""
    return int(_fields(PROC / str(pid))[1])


def _processes() -> tuple[dict[int, list[int]], dict[int, int]]:
    children: dict[int, list[int]] = defaultdict(list)
    spent: dict[int, int] = {}
    for directory in PROC.iterdir():
        if not directory.name.isdigit():
            continue
        try:
            fields = _fields(directory)
        except OSError:  # it ended meanwhile
            continue
        pid = int(directory.name)
        children[int(fields[1])].append(pid)
        spent[pid] = sum(int(ticks) for ticks in fields[11:15])
    return children, spent


def _fields(directory: Path) -> list[str]:
    """Return the fields of ``stat`` from the third on: the second may hold spaces."""
    return (directory / "stat").read_text().rpartition(")")[2].split()
