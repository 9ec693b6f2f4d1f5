"""``python -m benchmarks.people``: search, groups, rights (docs/reference/benchmarks.md)."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from benchmarks.measuring.machine import describe_machine
from benchmarks.measuring.servers import CannotMeasure, Instance, new_instance
from benchmarks.people.report import Run, tables
from checking.debian import postgresql_programs
from checking.postgresql import private_cluster

SIZES = (5_000, 1_200_000)
"""A demo instance, the ministry."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--sqlite-only", action="store_true", help="without PostgreSQL")
    given = parser.parse_args(arguments)
    print("\n".join(describe_machine()), flush=True)
    kept = True
    try:
        for people in given.people:
            for run in runs(people, given.queries, with_postgresql=not given.sqlite_only):
                print("\n".join(tables(run)), flush=True)
                kept &= run.is_kept
    except CannotMeasure as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    return 0 if kept else 2


def runs(people: int, queries: int, *, with_postgresql: bool) -> Iterator[Run]:
    """Fill and measure each database, one after the other: neither disturbs the other."""
    databases = ["SQLite"]
    if with_postgresql and postgresql_programs():
        databases.append("PostgreSQL")
    for database in databases:
        with instance_on(database) as instance:
            filled = json.loads(instance.run("-m", "benchmarks.people.filling", str(people)))
            told = json.loads(instance.run("-m", "benchmarks.people.measuring", str(queries)))
        yield Run(database, people, filled, told)


@contextmanager
def instance_on(database: str) -> Iterator[Instance]:
    with ExitStack() as running:
        durable = database == "PostgreSQL"
        url = running.enter_context(private_cluster(durable=True)) if durable else ""
        yield running.enter_context(new_instance(url))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
