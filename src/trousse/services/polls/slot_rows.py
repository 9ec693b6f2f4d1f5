"""The rows of days and hours of the form that creates a poll.

The rows are parallel lists (``day``, ``start``, ``end``, ``room``, ``places``), so that a page
without script adds rows by a plain submit button and a script adds them by copying one.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trousse.core.text import clean_line
from trousse.services.polls.proposing.slots import (
    MOST_SLOTS,
    Hours,
    SlotDraft,
    order_of,
    skipped_by_clock,
)

EMPTY_ROWS = 3
COLUMNS = ("day", "start", "end", "room", "places")
MOST_PLACES = 1000
LONGEST_ROOM = 120
FARTHEST = timedelta(days=2 * 366)


@dataclass
class SlotRow:
    """One row as typed, with what is wrong with it in words."""

    number: int
    day: str = ""
    start: str = ""
    end: str = ""
    room: str = ""
    places: str = ""
    error: object = ""

    @classmethod
    def of(cls, slot: SlotDraft) -> "SlotRow":
        start, end = (f"{hour:%H:%M}" if hour else "" for hour in slot.hours)
        places = str(slot.capacity or "")
        return cls(0, slot.day.isoformat(), start, end, slot.place, places)

    @property
    def is_blank(self) -> bool:
        return not (self.day or self.start or self.end)

    @property
    def slot(self) -> SlotDraft | None:
        """Return what the row means, whether or not it may be proposed; None when unreadable."""
        day, room = parse_day(self.day), clean_line(self.room)
        if day is None:
            return None
        hours = parse_hour(self.start), parse_hour(self.end)
        return SlotDraft(day, *hours, room, parse_places(self.places))


@dataclass
class SlotRows:
    """The rows as typed and, once read, the slots they mean."""

    rows: list[SlotRow]
    drafts: list[SlotDraft] = field(default_factory=list)
    error: object = ""

    def __iter__(self) -> Iterator[SlotRow]:
        return iter(self.rows)

    @classmethod
    def empty(cls) -> "SlotRows":
        return cls([SlotRow(number) for number in range(1, EMPTY_ROWS + 1)])

    @classmethod
    def typed(cls, data: QueryDict) -> "SlotRows":
        """Take the rows of a sent form; missing cells are blank.

        Rooms and places count only while ``rooms`` is ticked: nobody sees them else.
        """
        names = COLUMNS if "rooms" in data else COLUMNS[:3]
        columns = [data.getlist(name) for name in names]
        rows = [
            SlotRow(
                index + 1,
                *(cells[index].strip() if index < len(cells) else "" for cells in columns),
            )
            for index in range(min(max(map(len, columns)), MOST_SLOTS + 1))
        ]
        return cls(rows or cls.empty().rows)

    @property
    def slots(self) -> list[SlotDraft]:
        """Return what the rows mean so far, each once; a row that cannot be read means nothing."""
        meant = (row.slot for row in self.rows)
        return list(dict.fromkeys(slot for slot in meant if slot is not None))

    def with_slots(self, slots: Iterable[SlotDraft]) -> "SlotRows":
        """Return the rows with one more for each of ``slots``, in order, without blank ones."""
        added = [SlotRow.of(slot) for slot in slots]
        if not added:
            return self
        kept = [row for row in self.rows if not row.is_blank]
        return SlotRows(_numbered(sorted([*kept, *added], key=_place_of)), error=self.error)

    def without_slots(self, slots: Collection[SlotDraft]) -> "SlotRows":
        """Return the rows but those that mean one of ``slots``."""
        return SlotRows(_numbered(row for row in self.rows if row.slot not in slots))

    def without_days(self, days: Collection[date]) -> "SlotRows":
        """Return the rows but those of ``days``."""
        kept = [row for row in self.rows if parse_day(row.day) not in days]
        return SlotRows(_numbered(kept)) if kept else SlotRows.empty()

    def with_blank_rows(self, count: int = EMPTY_ROWS) -> "SlotRows":
        """Return the same rows followed by ``count`` blank ones, within the limit."""
        room = max(0, min(count, MOST_SLOTS - len(self.rows)))
        first = len(self.rows) + 1
        blanks = [SlotRow(number) for number in range(first, first + room)]
        return SlotRows([*self.rows, *blanks], error=self.error)

    @property
    def have_rooms(self) -> bool:
        """Whether a row says where, or how many."""
        return any(row.room or row.places for row in self.rows)

    def read(self, *, today: date, zone: ZoneInfo, known: Collection[SlotDraft] = ()) -> bool:
        """Fill ``drafts`` in calendar order, or the errors; tell whether all rows are right.

        ``known``: proposed already; they stay even when their day is over.
        """
        drafts: dict[SlotDraft, int] = {}
        for row in self.rows:
            if row.is_blank:
                continue
            draft = _read_row(row, today, zone, known)
            if draft in drafts:
                row.error = _("This is the same as line %d.") % drafts[draft]
            elif draft is not None:
                drafts[draft] = row.number
        self.error = self._error_of_all(drafts)
        self.drafts = sorted(drafts, key=order_of)
        return not self.error and not any(row.error for row in self.rows)

    def _error_of_all(self, drafts: dict[SlotDraft, int]) -> object:
        if len(self.rows) > MOST_SLOTS:
            return _("A poll has at most %d dates.") % MOST_SLOTS
        if not drafts and all(row.is_blank for row in self.rows):
            return _("Choose at least one day.")
        return ""


def parse_day(text: str) -> date | None:
    """Read ``2026-12-02`` (what date fields send) or ``2/12/2026``; None when it is neither."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    parts = match.groups() if match else None
    if parts is None:
        match = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
        parts = match.groups()[::-1] if match else None
    try:
        return date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        return None


def parse_hour(text: str) -> time | None:
    """Read ``17:00`` (what time fields send), ``17h``, ``17 h 30``; None when it is none."""
    match = re.fullmatch(r"(\d{1,2})\s?[:hH]\s?(\d{2})?(?::00)?", text)
    try:
        return time(int(match[1]), int(match[2] or 0)) if match else None
    except ValueError:
        return None


def parse_places(text: str) -> int | None:
    """Read how many people; None when it is not a number that a room may hold."""
    count = int(text) if text.isdecimal() and len(text) <= len(str(MOST_PLACES)) else 0
    return count if 0 < count <= MOST_PLACES else None


def _read_row(
    row: SlotRow, today: date, zone: ZoneInfo, known: Collection[SlotDraft]
) -> SlotDraft | None:
    """Return the slot that a row means, or None after writing its error into it."""
    draft = row.slot
    if draft is not None and draft.anywhere in known:
        today = min(today, draft.day)
    row.error = _row_error(row, today, zone)
    return None if row.error else draft


def _row_error(  # noqa: PLR0911  # one return per thing that can be wrong
    row: SlotRow, today: date, zone: ZoneInfo
) -> object:
    day, start, end = parse_day(row.day), parse_hour(row.start), parse_hour(row.end)
    if day is None or (row.start and start is None) or (row.end and end is None):
        return _("Write a day such as 2026-12-02, and hours such as 17:00.")
    if day < today:
        return _("This day is over.")
    if day > today + FARTHEST:
        return _("This day is more than two years away.")
    if end and not start:
        return _("Give the start too, or no hours for the whole day.")
    if start and end and end <= start:
        return _("The end comes before the start.")
    if skipped_by_clock(day, Hours(start, end), zone):
        return _("This time does not exist that day: clocks go forward.")
    if row.places and parse_places(row.places) is None:
        return _("Write how many places there are: a number up to %d.") % MOST_PLACES
    if len(row.room) > LONGEST_ROOM:
        return _("The name of a room has at most %d characters.") % LONGEST_ROOM
    return ""


def _numbered(rows: Iterable[SlotRow]) -> list[SlotRow]:
    return [replace(row, number=number) for number, row in enumerate(rows, start=1)]


def _place_of(row: SlotRow) -> tuple[date, time, time]:
    """Return where a row stands; one that cannot be read yet stays on top."""
    return order_of(row.slot) if row.slot else (date.min, time.min, time.min)
