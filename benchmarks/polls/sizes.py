"""How large the measured polls are, and what a view of each may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """So many proposed slots, so many people who answered."""

    slots: int
    voters: int


USUAL = Size(10, 30)
LARGE = Size(50, 500)
SIZES = {"usual": USUAL, "large": LARGE}
