"""How large the measured polls are, and what a view of each may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """So many proposed slots, so many people who answered; with conditions on who must be there."""

    slots: int
    voters: int
    has_conditions: bool = False


USUAL = Size(10, 30)
LARGE = Size(50, 500, has_conditions=True)
SIZES = {"usual": USUAL, "large": LARGE}
