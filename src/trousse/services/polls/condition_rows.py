"""The rows of conditions of the forms that create and change a poll; all of it without script."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousse.services.polls.models import Requirement
from trousse.services.polls.requiring import ConditionDraft

if TYPE_CHECKING:
    from trousse.directory.models import Group

MOST_ROWS = 12
MOST_PEOPLE = 999
PERCENT, PEOPLE = "percent", "people"
UNITS = (
    (PEOPLE, pgettext_lazy("unit of a condition", "people")),
    (PERCENT, pgettext_lazy("unit of a condition", "percent")),
)
INVITED, FUNCTION, GROUP = "invited", "function:", "group:"
"""How the choice of people is written; the two last ones are followed by what they name."""
CELLS = ("condition_amount", "condition_unit", "condition_of")
BUTTON = "conditions"


@dataclass(frozen=True, slots=True)
class Known:
    """What conditions may name: functions by code, groups by public id."""

    functions: Mapping[str, str]
    groups: "Mapping[str, Group]"


@dataclass
class ConditionRow:
    """One row as typed, with what is wrong with it in words. ``of``: see ``INVITED``."""

    number: int
    amount: str = "1"
    unit: str = PEOPLE
    of: str = ""
    error: object = ""

    @property
    def is_blank(self) -> bool:
        return not self.of and self.amount.strip() in {"", "1"}

    def draft(self, known: Known) -> ConditionDraft | None:
        """Return what the row asks, or None with its ``error`` filled."""
        amount = int(self.amount) if self.amount.strip().isascii() and self._is_number else 0
        self.error = self._fault(amount, known)
        if self.error:
            return None
        least, percent = (1, amount) if self.unit == PERCENT else (amount, None)
        function = self.of.removeprefix(FUNCTION) if self.of.startswith(FUNCTION) else ""
        group = known.groups.get(self.of.removeprefix(GROUP))
        return ConditionDraft(group=group, function=function, least=least, percent=percent)

    @property
    def _is_number(self) -> bool:
        return self.amount.strip().isdigit()

    def _fault(self, amount: int, known: Known) -> object:
        if not _names_somebody(self.of, known):
            return _("Choose of whom.")
        if self.unit == PERCENT and self.of.startswith(FUNCTION):
            return _("For a function, give a number of people.")
        if self.unit == PERCENT and not 1 <= amount <= 100:  # noqa: PLR2004  # a percentage
            return _("Write a number from 1 to 100.")
        if not 1 <= amount <= MOST_PEOPLE:
            return _("Write how many, 1 at least.")
        return ""


def _names_somebody(of: str, known: Known) -> bool:
    if of.startswith(FUNCTION):
        return of.removeprefix(FUNCTION) in known.functions
    if of.startswith(GROUP):
        return of.removeprefix(GROUP) in known.groups
    return of == INVITED


@dataclass
class ConditionRows:
    """The rows as typed and, once read, what they ask: one draft a row, in their order."""

    rows: list[ConditionRow]
    drafts: list[ConditionDraft] = field(default_factory=list)

    def __iter__(self) -> Iterator[ConditionRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_room(self) -> bool:
        return len(self.rows) < MOST_ROWS

    @property
    def are_blank(self) -> bool:
        return all(row.is_blank for row in self.rows)

    @classmethod
    def blank(cls) -> "ConditionRows":
        return cls([ConditionRow(1)])

    @classmethod
    def of(cls, requirements: Iterable[Requirement]) -> "ConditionRows":
        """Return the rows of what a poll requires now, but for the people it names."""
        rows = [
            ConditionRow(
                number,
                str(one.least if one.percent is None else one.percent),
                PEOPLE if one.percent is None else PERCENT,
                _target(one),
            )
            for number, one in enumerate(
                (one for one in requirements if one.kind != Requirement.Kind.PERSON), start=1
            )
        ]
        return cls(rows) if rows else cls.blank()

    @classmethod
    def sent(cls, data: QueryDict) -> "ConditionRows":
        """Return the rows of a form, as they were typed."""
        cells = zip(*(data.getlist(name)[:MOST_ROWS] for name in CELLS), strict=False)
        rows = [
            ConditionRow(number, amount[:6], unit, of[:80])
            for number, (amount, unit, of) in enumerate(cells, start=1)
        ]
        return cls(rows) if rows else cls.blank()

    def act(self, data: QueryDict) -> bool:
        """Do what the pressed button asks; False when it is none of ours."""
        if BUTTON not in data:
            return False
        gesture, _sign, number = str(data[BUTTON]).partition("-")
        place = int(number) - 1 if number.isascii() and number.isdigit() else -1
        if gesture == "add" and self.has_room:
            self.rows.append(ConditionRow(0))
        elif gesture in _GESTURES and 0 <= place < len(self.rows):
            _GESTURES[gesture](self.rows, place)
        self.rows = [replace(row, number=at) for at, row in enumerate(self.rows, start=1)]
        return True

    def read(self, known: Known) -> bool:
        """Fill ``drafts``, or the errors of the rows; tell whether all rows are right."""
        read = [row.draft(known) for row in self.rows if not row.is_blank]
        self.drafts = [draft for draft in read if draft is not None]
        return len(self.drafts) == len(read)


def _target(one: Requirement) -> str:
    if one.group is not None:
        return f"{GROUP}{one.group.public_id}"
    return f"{FUNCTION}{one.function}" if one.function else INVITED


def _raise(rows: list[ConditionRow], place: int) -> None:
    rows.insert(max(0, place - 1), rows.pop(place))


def _lower(rows: list[ConditionRow], place: int) -> None:
    rows.insert(place + 1, rows.pop(place))


def _remove(rows: list[ConditionRow], place: int) -> None:
    del rows[place]
    if not rows:
        rows.append(ConditionRow(1))


_GESTURES: dict[str, Callable[[list[ConditionRow], int], None]] = {
    "up": _raise,
    "down": _lower,
    "remove": _remove,
}
"""By the beginning of the value of the button, which the number of the row follows."""
