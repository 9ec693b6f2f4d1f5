"""The measure: rounds of requests, target after target and line after line, by processor time."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.measuring.cpu import cpu_seconds
from benchmarks.measuring.visitor import Visitor
from benchmarks.polls.lines import Line
from benchmarks.polls.targets import Target

WARM_UP = 30
"""Requests before the first round: caches fill, every worker compiles its templates."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``rounds`` of ``requests`` per line."""

    rounds: int
    requests: int


@dataclass
class Figure:
    """What a line costs on a target: milliseconds of processor per step, one per round."""

    target: str
    line: Line
    size: int = 0
    encoding: str = ""
    milliseconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)


def measure(targets: Sequence[Target], plan: Plan) -> list[Figure]:
    """Measure every line of every target.

    Rounds go over all of them in turn, so that a busy moment of the machine harms none more
    than the others.
    """
    benches = [_Bench(target, line) for target in targets for line in target.lines]
    try:
        for bench in benches:
            bench.send(WARM_UP)
        for _round in range(plan.rounds):
            for bench in benches:
                bench.measure(plan.requests)
    finally:
        for bench in benches:
            bench.visitor.close()
    return [bench.figure for bench in benches]


class _Bench:
    """One line of one target with its visitor."""

    def __init__(self, target: Target, line: Line) -> None:
        self.visitor = Visitor(target.origin, {"Cookie": line.cookie} if line.cookie else {})
        self.figure = Figure(target.name, line)
        self._processes = target.processes

    def measure(self, steps: int) -> None:
        before = cpu_seconds(self._processes)
        self.send(steps)
        spent = cpu_seconds(self._processes) - before
        self.figure.milliseconds.append(1000 * spent / steps)

    def send(self, steps: int) -> None:
        for _ in range(steps):
            for request in next(self.figure.line.steps):
                reply = self.visitor.send(request)
        self.figure.size, self.figure.encoding = reply.size, reply.encoding
