"""``python -m benchmarks.library``: what the library costs (docs/reference/benchmarks.md)."""

import argparse
import sys
from collections.abc import Iterable, Sequence

from benchmarks.library.targets import FLOOR, targets
from benchmarks.measuring.machine import describe_machine
from benchmarks.measuring.servers import CannotMeasure
from benchmarks.polls.measuring import Figure, Plan, measure

LIMIT_MS = 8.0
"""Of processor, for a public page without anybody signed in."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=200, help="per line and round")
    parser.add_argument("--sqlite-only", action="store_true", help="without PostgreSQL")
    given = parser.parse_args(arguments)
    try:
        machine = describe_machine()
        with targets(with_postgresql=not given.sqlite_only) as ours:
            figures = measure(ours, Plan(given.rounds, given.requests))
    except CannotMeasure as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    print("The whole catalogue, nobody signed in; processor time of server and database per")
    print(f"request, median of {given.rounds} rounds of {given.requests} requests, loopback.")
    print("\n".join([*machine, *_table(figures)]))
    return 0


def _table(figures: Iterable[Figure]) -> Iterable[str]:
    target = ""
    for figure in figures:
        if figure.target != target:
            target = figure.target
            yield f"\n{target}\n  {'':<26}{'CPU ms':>8}{'rounds':>14}{'bytes':>8}  limit"
        rounds = figure.milliseconds
        spread = f"{min(rounds):.1f} to {max(rounds):.1f}"
        verdict = "kept" if figure.median <= LIMIT_MS else "ABOVE"
        limit = "" if figure.line.name == FLOOR else f"{verdict}: {LIMIT_MS:.1f} ms"
        yield (
            f"  {figure.line.name:<26}{figure.median:>8.1f}{spread:>14}{figure.size:>8}  {limit}"
        ).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
