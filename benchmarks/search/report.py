"""The tables that are printed: percentiles, and whether our limit is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.people.report import percentile

SEARCH_P95_MS = 100.0
ALL = "all, by duration"


@dataclass(frozen=True)
class Run:
    """One database: what was filled, the milliseconds of each line, the cost of each page."""

    database: str
    filled: Mapping[str, Any]
    times: Mapping[str, Sequence[float]]
    pages: Mapping[str, Mapping[str, Any]]

    @property
    def is_kept(self) -> bool:
        return percentile(self.times[ALL], 95) <= SEARCH_P95_MS


def tables(run: Run) -> list[str]:
    """Return the lines of the table of one database."""
    rows = ", ".join(f"{number} {name}" for name, number in run.filled.items() if name[0].isupper())
    size, seconds = run.filled["megabytes"], run.filled["seconds"]
    verdict = "kept" if run.is_kept else "ABOVE"
    return [
        "",
        f"{run.database}: {size:.0f} MB, filled in {seconds:.0f} s",
        f"  ({rows})",
        f"  {'in process':<40}{'p50':>9}{'p95':>9}{'p99':>9}{'worst':>9}",
        *(f"    {name:<38}{_values(times)}" for name, times in run.times.items()),
        f"    {verdict}: p95 {SEARCH_P95_MS:g} ms",
        f"  {'as pages, one client':<40}{'p50':>9}{'p95':>9}{'p99':>9}{'worst':>9}{'CPU':>9}",
        *(
            f"    {name:<38}{_values(page['durations'])}{page['cpu']:>9.1f}"
            for name, page in run.pages.items()
        ),
    ]


def _values(times: Sequence[float]) -> str:
    values = [*(percentile(times, percent) for percent in (50, 95, 99)), max(times)]
    return "".join(f"{value:>9.1f}" for value in values)
