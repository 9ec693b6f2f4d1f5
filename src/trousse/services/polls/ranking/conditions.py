"""What a date must satisfy, and what was found of it: plain data, no words."""

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from math import ceil

PERSON_KEY = str
"""A person as the rules know them: any text, the same wherever the same person stands."""

THIRDS = {33: Fraction(1, 3), 34: Fraction(1, 3), 66: Fraction(2, 3), 67: Fraction(2, 3)}
"""Percentages by which people mean thirds: two thirds of twelve are eight, not nine."""


class Outlook(IntEnum):
    """Whether a date does; the better one is the smaller."""

    SATISFIED = 0
    POSSIBLE = 1
    IMPOSSIBLE = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """At least ``needed`` (1 or more) of ``people`` must be able to come."""

    id: str
    people: frozenset[PERSON_KEY]
    needed: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What one condition says of one date, in numbers of its people.

    ``there``: who can come, if need be too. ``awaited``: who has said nothing of this date.
    ``refusals``: who said no; ``refusing``: the first of them, in the order of the answers.
    """

    condition: Condition
    there: int
    awaited: int
    refusals: int
    refusing: tuple[PERSON_KEY, ...] = ()

    @property
    def missing(self) -> int:
        """How many more must be able to come."""
        return max(0, self.condition.needed - self.there)

    @property
    def outlook(self) -> Outlook:
        if not self.missing:
            return Outlook.SATISFIED
        return Outlook.POSSIBLE if self.missing <= self.awaited else Outlook.IMPOSSIBLE

    @property
    def asks_too_much(self) -> bool:
        """Whether no answers at all could satisfy it: too few people are concerned."""
        return len(self.condition.people) < self.condition.needed


def people_needed(total: int, *, least: int = 1, percent: int | None = None) -> int:
    """Return how many of ``total`` people are at least ``percent`` % of them, or ``least``.

    Rounded up, and never less than one: half of nine people are five.
    """
    if percent is None:
        return max(1, least)
    part = THIRDS.get(percent, Fraction(percent, 100))
    return max(1, ceil(part * total))
