"""Believable names of invented people, always the same ones, the usual ones more often."""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

SEED = 2026
COMPOUND_FIRST, DOUBLE_LAST = 0.07, 0.08
"""Shares of « Anne-Sophie » and of « Petit-Durand », as in the population of agents."""
BEGINNINGS = ("Jean", "Marie", "Anne", "Pierre")


def names(seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Yield first and last names without end; the same seed yields the same ones."""
    random = Random(seed)  # noqa: S311  # invented people, not secrets
    firsts, lasts = _weighted("first_names.csv"), _weighted("last_names.csv")
    while True:
        first, other_first = random.choices(firsts[0], cum_weights=firsts[1], k=2)
        last, other_last = random.choices(lasts[0], cum_weights=lasts[1], k=2)
        if random.random() < COMPOUND_FIRST and "-" not in other_first:
            first = f"{random.choice(BEGINNINGS)}-{other_first}"
        if random.random() < DOUBLE_LAST and last != other_last:
            last = f"{last}-{other_last}"
        yield first, last


def _weighted(file_name: str) -> tuple[list[str], list[int]]:
    """Return the values of a file and their cumulated weights."""
    values, weights, total = [], [], 0
    with (Path(__file__).parent / file_name).open(encoding="utf-8", newline="") as file:
        for value, weight in csv.reader(file):
            total += int(weight)
            values.append(value)
            weights.append(total)
    return values, weights
