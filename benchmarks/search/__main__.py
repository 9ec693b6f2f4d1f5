"""``python -m benchmarks.search``: the global search (docs/reference/benchmarks.md)."""

import argparse
import json
import sys
from collections.abc import Sequence

from benchmarks.measuring.machine import describe_machine
from benchmarks.measuring.servers import CannotMeasure
from benchmarks.people.__main__ import instance_on
from benchmarks.search.pages import measure_pages
from benchmarks.search.report import Run, tables
from checking.debian import postgresql_programs


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--things", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--sqlite-only", action="store_true", help="without PostgreSQL")
    given = parser.parse_args(arguments)
    databases = ["SQLite"]
    if postgresql_programs() and not given.sqlite_only:
        databases.append("PostgreSQL")
    print("\n".join(describe_machine()), flush=True)
    kept = True
    try:
        for database in databases:
            run = measured(database, given.people, given.things, given.queries)
            print("\n".join(tables(run)), flush=True)
            kept &= run.is_kept
    except CannotMeasure as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    return 0 if kept else 2


def measured(database: str, people: int, things: int, queries: int) -> Run:
    """Fill one database, then measure the search in a process of its own and through pages."""
    with instance_on(database) as instance:
        sizes = (str(people), str(things))
        filled = json.loads(instance.run("-m", "benchmarks.search.filling", *sizes))
        told = json.loads(instance.run("-m", "benchmarks.search.measuring", str(queries)))
        return Run(database, filled, told["times"], measure_pages(instance, told))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
