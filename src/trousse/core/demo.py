"""Where each app says how to fill a demo instance. Run by the command ``fill_demo``.

A filler is deterministic and may run again: it completes what is missing and breaks nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Fill: TypeAlias = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class DemoFiller:
    """One app's part of the demo data; ``order``: people are 10, services come after."""

    name: str
    order: int
    fill: Fill


_fillers: dict[str, DemoFiller] = {}


def demo_filler(name: str, *, order: int) -> Callable[[Fill], Fill]:
    """Register the decorated function; it returns lines to print, such as passwords, or none.

    Raises ValueError when another function already has the name.
    """

    def register(fill: Fill) -> Fill:
        known = _fillers.setdefault(name, DemoFiller(name, order, fill))
        if known.fill is not fill:
            raise ValueError(f"demo filler {name!r} is registered twice")
        return fill

    return register


def demo_fillers() -> list[DemoFiller]:
    """Return the fillers in the order in which they must run."""
    return sorted(_fillers.values(), key=lambda filler: (filler.order, filler.name))
