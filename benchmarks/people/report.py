"""The tables that are printed: percentiles, and whether our limits are kept."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SEARCH_P95_MS = 10.0
RIGHT_P95_MS = 1.0
ALL_SEARCHES = "all, by duration"


@dataclass(frozen=True)
class Run:
    """One database of one size: what was filled, and the milliseconds of each line."""

    database: str
    people: int
    filled: Mapping[str, Any]
    told: Mapping[str, Any]

    @property
    def is_kept(self) -> bool:
        rights = all(
            percentile(times, 95) <= RIGHT_P95_MS for times in self.told["rights"].values()
        )
        return rights and percentile(self.told["search"][ALL_SEARCHES], 95) <= SEARCH_P95_MS


def percentile(times: Sequence[float], percent: int) -> float:
    """Return the value below which ``percent`` of ``times`` lie."""
    if len(times) == 1:
        return times[0]
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def tables(run: Run) -> list[str]:
    """Return the lines of the three tables of one database."""
    rows = ", ".join(f"{number} {name}" for name, number in run.filled.items() if name[0].isupper())
    solved, typos = run.told["typos"]
    size, seconds = run.filled["megabytes"], run.filled["seconds"]
    limits = {ALL_SEARCHES: SEARCH_P95_MS}
    return [
        "",
        f"{run.people} people, {run.database}: {size:.0f} MB, filled in {seconds:.0f} s",
        f"  ({rows})",
        _head("search"),
        *_lines(run.told["search"], limits),
        f"    typos that led to the person: {solved} of {typos}",
        _head("groups"),
        *_lines(run.told["groups"], {}),
        _head("may X see this"),
        *_lines(run.told["rights"], dict.fromkeys(run.told["rights"], RIGHT_P95_MS)),
    ]


def _head(title: str) -> str:
    return f"  {title:<50}{'p50':>9}{'p95':>9}{'p99':>9}{'worst':>9}"


def _lines(lines: Mapping[str, Sequence[float]], limits: Mapping[str, float]) -> list[str]:
    return [_line(name, times, limits.get(name)) for name, times in lines.items()]


def _line(name: str, times: Sequence[float], limit: float | None) -> str:
    if len(times) == 1:
        return f"    {name:<48}{times[0]:>9.0f} ms in all"
    values = [*(percentile(times, percent) for percent in (50, 95, 99)), max(times)]
    verdict = ""
    if limit is not None:
        verdict = f"  {'kept' if values[1] <= limit else 'ABOVE'}: p95 {limit:g} ms"
    return f"    {name:<48}{''.join(f'{value:>9.2f}' for value in values)}{verdict}"
