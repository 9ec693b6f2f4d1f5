"""The hours that bells cut a school day into: M1 to M4 in the morning, S1 to S4 after lunch."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import NamedTuple

from trousse.services.polls.proposing.slots import Hours


class Bell(NamedTuple):
    """One teaching hour. ``name``: M1…M4, S1…S4."""

    name: str
    hours: Hours


NAMES = ("M1", "M2", "M3", "M4", "S1", "S2", "S3", "S4")

USUAL_BELLS = tuple(
    Bell(name, Hours(time(*start), time(*end)))
    for name, start, end in [
        ("M1", (8, 0), (8, 55)),
        ("M2", (8, 55), (9, 50)),
        ("M3", (10, 5), (11, 0)),
        ("M4", (11, 0), (11, 55)),
        ("S1", (13, 30), (14, 25)),
        ("S2", (14, 25), (15, 20)),
        ("S3", (15, 35), (16, 30)),
        ("S4", (16, 30), (17, 25)),
    ]
)
"""Fifty-five minutes and a break in each half-day: what many schools have, for those that have
not written theirs."""


def half_day(bells: Sequence[Bell], letter: str) -> Hours | None:
    """Return from the first bell to the last one of the morning (M) or of the afternoon (S)."""
    part = [bell.hours for bell in bells if bell.name.startswith(letter)]
    starts = [hours.start for hours in part if hours.start]
    ends = [hours.end for hours in part if hours.end]
    return Hours(min(starts), max(ends)) if starts and ends else None


def named(bells: Iterable[Bell], name: str) -> Hours | None:
    """Return the hours of the bell with that name, in capitals; None when there is none."""
    return next((bell.hours for bell in bells if bell.name == name), None)
