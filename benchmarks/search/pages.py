"""What the same questions cost as pages: durations at one client, processor time of the server."""

import time
from contextlib import ExitStack
from typing import Any

import psycopg

from benchmarks.measuring.cpu import cpu_seconds, parent_of
from benchmarks.measuring.servers import Instance, page_workers, serving
from benchmarks.measuring.visitor import Request, Visitor

ADDRESSES = {"page of results": "/chercher/", "suggestions": "/chercher/suggestions"}
WARM_UP = 40


def measure_pages(instance: Instance, told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return durations and processor milliseconds per request of each address."""
    with ExitStack() as running:
        served = instance.on_another_port()
        server = running.enter_context(serving(served, page_workers(served.port)))
        processes = (server, *_postmaster(instance.database_url))
        asked = [(told["cookies"][str(asker)], query) for asker, query in told["asked"]]
        return {
            name: _measured(served.origin, address, asked, processes)
            for name, address in ADDRESSES.items()
        }


def _measured(
    origin: str, address: str, asked: list[tuple[str, str]], processes: tuple[int, ...]
) -> dict[str, Any]:
    visitor = Visitor(origin, {"Accept-Language": "fr"})
    durations = []
    before = 0.0
    for number, (cookie, query) in enumerate(asked[:WARM_UP] + asked):
        if number == WARM_UP:
            before = cpu_seconds(processes)
        started = time.perf_counter()
        visitor.send(Request(f"{address}?{query}", headers={"Cookie": cookie}))
        if number >= WARM_UP:
            durations.append((time.perf_counter() - started) * 1000)
    spent = (cpu_seconds(processes) - before) * 1000 / len(asked)
    visitor.close()
    return {"durations": durations, "cpu": spent}


def _postmaster(url: str) -> tuple[int, ...]:
    """Return the process under which PostgreSQL works; none for SQLite."""
    if not url.startswith("postgres"):
        return ()
    with psycopg.connect(url) as connection:
        return (parent_of(connection.info.backend_pid),)
