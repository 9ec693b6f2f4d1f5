"""Reads the table of a poll: proposals on top, one line for each person.

Framadate writes the days on a first line, the hours (free texts) on a second one, and each line
ends with a separator; polls on texts have one line on top. Trousse writes one line on top. What
cannot be read is told line by line, and everything else is kept.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from trousse.core.errors import InvalidInput
from trousse.core.text import clean_line
from trousse.services.polls.importing.cells import WORDS, is_answer, read_slot
from trousse.services.polls.models import Answer, Poll
from trousse.services.polls.proposing.slots import MOST_SLOTS, Draft, SlotDraft, TextDraft

MOST_BYTES = 500_000
MOST_ROWS = 1000
LONGEST_TEXT, LONGEST_NAME = 200, 80
SEPARATORS = (",", ";", "\t")
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that was left out. ``line``: its number in the file, from 1."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One person. ``answers``: a letter of ``Answer`` or "" for each proposal, in order."""

    name: str
    answers: tuple[str, ...]


@dataclass(slots=True)
class ImportedPoll:
    """What a table means. ``drafts``: the proposals, distinct, in the order of the columns."""

    drafts: list[Draft]
    rows: list[ImportedRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def kind(self) -> str:
        is_dated = all(isinstance(draft, SlotDraft) for draft in self.drafts)
        return Poll.Kind.DATES.value if is_dated else Poll.Kind.TEXTS.value


def decoded(content: bytes) -> str:
    """Return the text of a file, whichever of the usual encodings it has.

    Raises InvalidInput (field ``file``) when it is too large.
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput(_("This file is too large: at most 500 kB."), field="file")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads any bytes")


def read_table(text: str, today: date) -> ImportedPoll:
    """Return what ``text`` means; a date without year is the next one after ``today``.

    Raises InvalidInput (field ``text``) when no proposal can be read in it.
    """
    lines = _lines(text)
    if not lines:
        raise InvalidInput(_("There is no table in it."), field="text")
    heads = _heads(lines)
    width = _width(lines[:heads])
    drafts, columns, faults = _proposals(lines[:heads], width, today)
    if not drafts:
        message = _("No date and no text is proposed on its first line.")
        raise InvalidInput(message, field="text")
    poll = ImportedPoll(drafts, faults=faults)
    for number, cells in lines[heads:]:
        _read_row(poll, number, cells, columns)
    return poll


Line = tuple[int, list[str]]


def _lines(text: str) -> list[Line]:
    """Return the lines that hold something, with their numbers."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        message = _("This is not a table of values separated by commas or semicolons.")
        raise InvalidInput(message, field="text") from error
    cleaned = ((number, [clean_line(cell) for cell in row]) for number, row in enumerate(rows, 1))
    return [(number, row) for number, row in cleaned if any(row)]


def _heads(lines: Sequence[Line]) -> int:
    """Return how many lines stand above the people: two when the second one names nobody.

    Framadate leaves the first cell of both empty.
    """
    if len(lines) > 1:
        cells = lines[1][1]
        if not cells[0] and not any(is_answer(cell) for cell in cells[1:] if cell):
            return 2
    return 1


def _width(heads: Iterable[Line]) -> int:
    """Return the number of columns that propose something; a last separator makes none."""
    named = (place for _n, cells in heads for place, cell in enumerate(cells) if cell)
    return max(named, default=0)


def _proposals(
    heads: Sequence[Line], width: int, today: date
) -> tuple[list[Draft], list[int], list[Fault]]:
    """Return the proposals, the column of each, and what was left out."""
    tops = [_padded(cells, width) for _number, cells in heads]
    columns = list(zip(*(top[1:] for top in tops), strict=True))
    labels = [" ".join(filter(None, parts)) for parts in columns]
    slots = [read_slot(parts, today) for parts in columns]
    is_dated = all(slot is not None for slot, label in zip(slots, labels, strict=True) if label)
    drafts: dict[Draft, int] = {}
    faults: list[Fault] = []
    for place, label in enumerate(labels):
        slot = slots[place]
        draft = slot if is_dated and slot else TextDraft(label[:LONGEST_TEXT]) if label else None
        if draft is None:
            continue
        if draft in drafts:
            words = _("“%(label)s” stands twice: its first column counts.")
            faults.append(Fault(heads[0][0], words % {"label": label}))
        elif len(drafts) == MOST_SLOTS:
            words = _("A poll has at most %(most)d proposals: “%(label)s” is left out.")
            faults.append(Fault(heads[0][0], words % {"most": MOST_SLOTS, "label": label}))
        else:
            drafts[draft] = place + 1
    return list(drafts), list(drafts.values()), faults


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width + 1 - len(cells))][: width + 1]


def _read_row(poll: ImportedPoll, number: int, cells: list[str], columns: Sequence[int]) -> None:
    """Add the person of one line to ``poll``, or say why not."""
    name = cells[0].removeprefix("'")[:LONGEST_NAME]
    given = [cells[place] if place < len(cells) else "" for place in columns]
    if not name:
        poll.faults.append(Fault(number, _("No name stands on this line: it is left out.")))
        return
    if len(poll.rows) == MOST_ROWS:
        words = _("A poll has at most %(most)d people: %(name)s is left out.")
        poll.faults.append(Fault(number, words % {"most": MOST_ROWS, "name": name}))
        return
    unknown = list(dict.fromkeys(cell for cell in given if cell and not is_answer(cell)))
    if unknown:
        words = _("%(name)s: “%(cell)s” is no answer that we know; it is left blank.")
        poll.faults += [Fault(number, words % {"name": name, "cell": cell}) for cell in unknown]
    answers = tuple(WORDS.get(cell.casefold(), "") for cell in given)
    poll.rows.append(ImportedRow(name, tuple(Answer(one).value if one else "" for one in answers)))
