"""``python -m benchmarks.rush``: many voters on one poll (docs/reference/benchmarks.md)."""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.measuring.machine import describe_machine
from benchmarks.measuring.servers import (
    CannotMeasure,
    Instance,
    embedded_process,
    new_instance,
    page_workers,
    serving,
)
from benchmarks.polls.targets import postmaster
from benchmarks.rush.run import Result, all_at_once, all_choosing
from benchmarks.rush.voters import Voter
from checking.postgresql import private_cluster

LIMITS_MS = {"SQLite": 300, "PostgreSQL": 200}
SERVERS = {"WSGI": page_workers, "embedded": embedded_process}
OPENED_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """``voters`` who change ``changes`` times, one every ``pause`` seconds."""

    voters: int
    changes: int
    pause: float


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rush", description=__doc__)
    parser.add_argument("--voters", type=int, default=200)
    parser.add_argument("--changes", type=int, default=5)
    parser.add_argument("--pause", type=float, default=5.0, metavar="SECONDS")
    parser.add_argument("--sqlite-only", action="store_true", help="without PostgreSQL")
    given = parser.parse_args(arguments)
    plan = Plan(given.voters, given.changes, given.pause)
    print(f"{plan.voters} voters on one poll of 10 dates, each with a connection of their own.")
    print("\n".join(describe_machine()))
    wrong = 0
    try:
        for kind in SERVERS:
            wrong += measure("SQLite", kind, "", plan)
            if not given.sqlite_only:
                with private_cluster(durable=True) as url:
                    wrong += measure("PostgreSQL", kind, url, plan)
    except CannotMeasure as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    return 1 if wrong else 0


def measure(database: str, kind: str, url: str, plan: Plan) -> int:
    """Print what a rush costs on that server; return how many votes were refused or lost."""
    with new_instance(url) as instance:
        told = json.loads(instance.run("-m", "benchmarks.polls.filling"))
        others = (postmaster(url),) if url else ()
        with serving(instance, SERVERS[kind](instance.port)) as server:
            processes = (server, *others)
            with ThreadPoolExecutor(OPENED_AT_ONCE) as pool:
                opening = [
                    pool.submit(Voter, n, instance.origin, told["link"]) for n in range(plan.voters)
                ]
                voters = [one.result() for one in opening]
            burst = all_at_once(voters, processes)
            lost = _lost(instance, voters)
            _print(f"{database}, {kind}: first answers, one instant", burst, lost, None)
            steady = all_choosing(voters, processes, changes=plan.changes, pause=plan.pause)
            later = _lost(instance, voters)
            _print(f"{database}, {kind}: choosing", steady, later, LIMITS_MS[database])
            for voter in voters:
                voter.close()
    return lost + later + len(burst.errors) + len(steady.errors)


def _lost(instance: Instance, voters: Sequence[Voter]) -> int:
    """Return how many voters are not in the poll exactly once, as they answered last."""
    rows = json.loads(instance.run("-m", "benchmarks.rush.counting"))
    kept: dict[str, list[dict[str, str]]] = {}
    for name, answers in rows:
        kept.setdefault(name, []).append(answers)
    return sum(kept.get(voter.name) != [dict(voter.answers)] for voter in voters)


def _print(name: str, result: Result, lost: int, limit: int | None) -> None:
    done = len(result.waited)
    ranks = ", ".join(f"p{rank} {result.milliseconds(rank):.0f}" for rank in (50, 95, 99))
    verdict = ""
    if limit is not None:
        verdict = f"; {'kept' if result.milliseconds(95) <= limit else 'ABOVE'}: p95 {limit} ms"
    print(f"{name}\n  {done} votes in {result.lasted:.1f} s, {1000 * result.cpu / done:.1f} ms of")
    print(f"  processor each; {ranks} ms; {len(result.errors)} refused, {lost} lost{verdict}")
    for error in result.errors[:3]:
        print(f"  {error[:300]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
