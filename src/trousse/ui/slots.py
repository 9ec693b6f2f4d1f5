"""Places of the layout that upper rooms fill at start-up, so that this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.http import HttpRequest

SlotName = Literal[
    "notice",
    "context",
    "bar",
    "account",
    "own_account",
    "rights",
    "operator",
    "components",
    "footer",
]
"""``notice``: a line above the bar. ``context``: after the home link, where the page's thing
belongs; a line of its own on a phone. ``bar``: between it and the display menu.
``account``: entries of the account menu of a signed-in person. ``own_account``: below one's own
account's page. ``rights``: how people use their rights, on the privacy page. ``operator``: list
items of the operators' first page. ``components``: sections of the developers' page of
components. ``footer``: list items, first among the links at the foot of every page."""

ContextMaker = Callable[[HttpRequest], dict[str, Any] | None]
"""What a template needs for this request, or None: nothing of it is shown to this visitor."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A template, what it needs besides the page's own context, and its place in the slot."""

    template: str
    context: ContextMaker | None = None
    order: int = 0


_fillings: dict[SlotName, list[Filling]] = {name: [] for name in get_args(SlotName)}


def fill_slot(slot: SlotName, filling: Filling) -> None:
    """Add ``filling`` to ``slot``; the lowest ``order`` comes first, twice counts once."""
    known = _fillings[slot]
    if filling not in known:
        known.append(filling)
        known.sort(key=lambda one: one.order)


def fillings_of(slot: SlotName) -> tuple[Filling, ...]:
    """Return what fills ``slot``, in order."""
    return tuple(_fillings[slot])
