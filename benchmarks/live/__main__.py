"""``python -m benchmarks.live``: how soon followers know (docs/reference/benchmarks.md)."""

import argparse
import asyncio
import json
import statistics
import sys
from collections.abc import Sequence

from benchmarks.live.followers import TRANSPORTS, Crowd
from benchmarks.live.run import Plan, Result, run
from benchmarks.measuring.machine import describe_machine
from benchmarks.measuring.servers import CannotMeasure, embedded_process, new_instance, serving
from benchmarks.measuring.visitor import Visitor
from benchmarks.polls.lines import votes

PERCENTILES = (50, 95, 99)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--followers", type=int, default=500)
    parser.add_argument("--votes", type=int, default=60)
    parser.add_argument("--every", type=float, default=0.5, metavar="SECONDS")
    given = parser.parse_args(arguments)
    plan = Plan(given.followers, given.votes, given.every)
    machine = describe_machine()
    try:
        results = measure(plan)
    except CannotMeasure as obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    print(f"{plan.followers} followers of one poll, {plan.votes} votes, one every {plan.every} s.")
    print("Embedded process on SQLite; voter and followers in one process of the same machine.")
    print("\n".join([*machine, "", *table(results)]))
    complete = all(len(result.told) == result.expected for result in results.values())
    return 0 if complete else 1


def measure(plan: Plan) -> dict[str, Result]:
    """Run the plan over each transport, on one instance."""
    results: dict[str, Result] = {}
    with new_instance() as instance:
        told = json.loads(instance.run("-m", "benchmarks.polls.filling"))
        form, cookie = told["forms"]["guest"], told["cookies"]["guest"]
        with serving(instance, embedded_process(instance.port)) as server:
            steps = votes(told["path"], form)
            for turn, transport in enumerate(TRANSPORTS):
                after = told["sequence"] + turn * plan.votes
                crowd = Crowd(instance.origin, told["subject"], after)
                voter = Visitor(instance.origin, {"Cookie": cookie})
                running = run(transport, crowd, voter, steps, plan, server)
                results[transport] = asyncio.run(running)
                voter.close()
    return results


def table(results: dict[str, Result]) -> list[str]:
    """Return a line per transport: what arrived, how soon, and what a vote cost."""
    heads = "".join(f"{f'p{rank}':>8}" for rank in PERCENTILES)
    lines = [f"  {'':<12}{'told':>16}{heads}{'worst':>8}{'reply':>8}{'CPU':>8}"]
    for transport, result in results.items():
        moments = sorted(result.told)
        points = statistics.quantiles(moments, n=100)
        ranks = "".join(_milliseconds(points[rank - 1]) for rank in PERCENTILES)
        told = f"{len(moments)} of {result.expected}"
        replied = _milliseconds(statistics.median(result.replied))
        cpu = _milliseconds(result.cpu / len(result.replied))
        lines.append(
            f"  {transport:<12}{told:>16}{ranks}{_milliseconds(moments[-1])}{replied}{cpu}"
        )
    explained = "milliseconds since the vote was sent; reply: median; CPU: of the server per vote"
    return [*lines, f"  ({explained})"]


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f}".rjust(8)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
