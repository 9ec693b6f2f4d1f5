"""The table of what is kept how long. Filled at start-up by the apps' ``wiring.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Erase = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Rule:
    """``period``: None when the end is an event (« with the account »), told in ``what``."""

    model: str
    period: timedelta | None
    what: str
    erase: Erase | None


_rules: dict[str, Rule] = {}


def retain(
    model_label: str, period: timedelta | None, what: str, *, erase: Erase | None = None
) -> None:
    """Say that rows of ``model_label`` (``polls.Poll``) stay ``period``, counted from ``what``.

    ``erase`` removes what is too old, one bounded batch at a time: it runs once a day in a task,
    and again at once as long as it returns True (« there is more »; see ``delete_some``). A
    ``period`` needs it; without ``period`` it is what catches up on lost work, if anything.
    Rows that go by cascade with another table's need no rule. Raises ValueError for a model that
    has another rule already, or for a period that nothing enforces.
    """
    rule = Rule(model_label, period, what, erase)
    if period is not None and erase is None:
        raise ValueError(f"{model_label}: nothing enforces the period")
    if _rules.get(model_label, rule) != rule:
        raise ValueError(f"{model_label} has two rules")
    _rules[model_label] = rule


def registered_rules() -> dict[str, Rule]:
    """Return the rules by label of model."""
    return dict(_rules)
