"""What is measured: page workers on each database, with the catalogue loaded."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from benchmarks.measuring.cpu import parent_of
from benchmarks.measuring.servers import new_instance, page_workers, serving
from benchmarks.measuring.visitor import Request
from benchmarks.polls.lines import EMPTY_PAGE, Line
from benchmarks.polls.targets import Target
from checking.postgresql import private_cluster

FLOOR = "empty page"
PAGES = {
    FLOOR: EMPTY_PAGE,
    "home of a visitor": "/",
    "whole list": "/bibliotheque/",
    "one need": "/bibliotheque/besoin/meet-by-video/",
    "search": "/bibliotheque/?q=doodle",
    "search with a typo": "/bibliotheque/?q=framadatte",
    "page of a service": "/bibliotheque/nuage/",
    "list for other software": "/bibliotheque/services.json",
}


@contextmanager
def targets(*, with_postgresql: bool) -> Iterator[list[Target]]:
    """Start page workers on each database."""
    with ExitStack() as running:
        found = [_workers(running, "SQLite", "")]
        if with_postgresql:
            url = running.enter_context(private_cluster(durable=True))
            found.append(_workers(running, "PostgreSQL", url))
        yield found


def _workers(running: ExitStack, database: str, url: str) -> Target:
    instance = running.enter_context(new_instance(url))
    instance.run("manage.py", "load_catalogue", "-v0")
    pid = running.enter_context(serving(instance, page_workers(instance.port)))
    processes = (pid, _postmaster(url)) if url else (pid,)
    lines = [Line(name, itertools.repeat((Request(path),))) for name, path in PAGES.items()]
    return Target(f"{database}, WSGI", instance.origin, processes, lines)


def _postmaster(url: str) -> int:
    with psycopg.connect(url) as connection:
        return parent_of(connection.info.backend_pid)
