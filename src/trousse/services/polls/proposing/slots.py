"""What is proposed: a whole day as a date, or hours of a day on the clock of the poll's zone."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
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
    """A day, with hours of the poll's zone or without (the whole day)."""

    day: date
    start: time | None = None
    end: time | None = None

    @property
    def hours(self) -> Hours:
        return Hours(self.start, self.end)


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
