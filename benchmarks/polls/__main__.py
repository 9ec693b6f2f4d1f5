"""``python -m benchmarks.polls``: what a poll costs (docs/reference/benchmarks.md)."""

import argparse
import sys
from collections.abc import Sequence

from benchmarks.measuring.machine import describe_machine
from benchmarks.measuring.servers import CannotMeasure
from benchmarks.polls.measuring import Plan, measure
from benchmarks.polls.peers import add_options, peer_of
from benchmarks.polls.report import large_tables, tables
from benchmarks.polls.sizes import SIZES
from benchmarks.polls.targets import our_targets


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.polls", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=200, help="per line and round")
    parser.add_argument("--sqlite-only", action="store_true", help="without PostgreSQL")
    parser.add_argument("--large", action="store_true", help="50 slots, 500 voters")
    add_options(parser)
    given = parser.parse_args(arguments)
    size = "large" if given.large else "usual"
    try:
        peer = peer_of(given)
        machine = describe_machine()
        with our_targets(size, with_postgresql=not given.sqlite_only) as ours:
            targets = [*ours, peer] if peer else ours
            figures = measure(targets, Plan(given.rounds, given.requests))
    except CannotMeasure as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    slots, voters = SIZES[size].slots, SIZES[size].voters
    words = f"A poll of {slots} slots and {voters} voters"
    print(f"{words}; processor time of server and database per request,")
    print(f"median of {given.rounds} rounds of {given.requests} requests, one visitor, loopback.")
    shown = large_tables(figures) if given.large else tables(figures, given.peer or "")
    print("\n".join([*machine, *shown]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
