"""What is measured: our instances on both databases and both servers, and maybe a peer."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from benchmarks import ROOT
from benchmarks.measuring.cpu import parent_of
from benchmarks.measuring.servers import (
    embedded_process,
    new_instance,
    page_workers,
    serving,
)
from benchmarks.polls.lines import Line, cold_lines_of, lines_of
from checking.postgresql import private_cluster


@dataclass(frozen=True)
class Target:
    """A running software. ``processes``: the roots whose trees do the work for it."""

    name: str
    origin: str
    processes: tuple[int, ...]
    lines: list[Line]


@contextmanager
def our_targets(size: str, *, with_postgresql: bool) -> Iterator[list[Target]]:
    """Fill a poll of that ``size`` (see ``sizes``) in each database; start both servers on each."""
    with ExitStack() as running:
        targets = _both_servers(running, "SQLite", "", size)
        if with_postgresql:
            url = running.enter_context(private_cluster(durable=True))
            targets += _both_servers(running, "PostgreSQL", url, size)
        yield targets


def _both_servers(running: ExitStack, database: str, url: str, size: str) -> list[Target]:
    instance = running.enter_context(new_instance(url))
    told = json.loads(instance.run("-m", "benchmarks.polls.filling", size))
    database_processes = (postmaster(url),) if url else ()
    commands = {"WSGI": page_workers, "embedded": embedded_process}
    targets = []
    for kind, command in commands.items():
        served = instance.on_another_port()
        pid = running.enter_context(serving(served, command(served.port)))
        lines = lines_of(told, _small_static_file())
        if size == "large":
            lines += cold_lines_of(told)
        targets.append(
            Target(f"{database}, {kind}", served.origin, (pid, *database_processes), lines)
        )
    return targets


def postmaster(url: str) -> int:
    """Return the process that starts PostgreSQL's backends, which must be on this machine."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        if row is None:
            raise RuntimeError("PostgreSQL tells the process of every connection")
        return parent_of(row[0])  # while it is connected: its process ends with the connection


def _small_static_file() -> str:
    manifest: dict[str, Any] = json.loads(
        (ROOT / "build" / "collected" / "staticfiles.json").read_text()
    )
    return f"/static/{manifest['paths']['main.js']}"
