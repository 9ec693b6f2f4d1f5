"""What is proposed: a whole day as a date, or hours of a day on the clock of the poll's zone."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import ClassVar, NamedTuple
from zoneinfo import ZoneInfo

MOST_SLOTS = 300
"""More than fifty weeks of six hours: beyond, nobody reads the list."""


class Hours(NamedTuple):
    """From when to when; both None for the whole day, ``end`` None when only the start is said."""

    start: time | None = None
    end: time | None = None


WHOLE_DAY = Hours()


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """A day, with hours of the poll's zone or without (the whole day).

    ``place``: a room or a site; the same hours in two places are two slots. ``capacity``: how
    many may say yes, None for no limit.
    """

    day: date
    start: time | None = None
    end: time | None = None
    place: str = ""
    capacity: int | None = field(default=None, compare=False)
    label: ClassVar[str] = ""

    @property
    def hours(self) -> Hours:
        return Hours(self.start, self.end)

    @property
    def anywhere(self) -> "SlotDraft":
        """Return the same day and hours without a place."""
        return replace(self, place="")


@dataclass(frozen=True, slots=True)
class TextDraft:
    """A text that a poll proposes instead of a date."""

    label: str
    place: str = ""
    capacity: int | None = field(default=None, compare=False)
    day: ClassVar[None] = None
    start: ClassVar[None] = None
    end: ClassVar[None] = None


Draft = SlotDraft | TextDraft


def order_of(slot: SlotDraft) -> tuple[date, time, time]:
    """Return the sort key of a slot: calendar order, whole days first."""
    return slot.day, slot.start or time.min, slot.end or time.min


def skipped_by_clock(day: date, hours: Hours, zone: ZoneInfo) -> bool:
    """Tell whether a wall time of ``hours`` falls into the hour that a change of clocks skips."""
    return any(_is_skipped(day, hour, zone) for hour in hours if hour is not None)


def _is_skipped(day: date, hour: time, zone: ZoneInfo) -> bool:
    local = datetime.combine(day, hour, tzinfo=zone)
    there_and_back = local.astimezone(ZoneInfo("UTC")).astimezone(zone)
    return there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None)
