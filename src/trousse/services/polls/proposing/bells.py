"""The hours of a school day that a poll may propose by their names, such as M1 or S4."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from trousse.directory.bells import USUAL_BELLS as DIRECTORY_BELLS
from trousse.directory.bells import Bell as DirectoryBell
from trousse.services.polls.proposing.slots import Hours

MONTH = timedelta(days=30)
MONTHS_AHEAD = 25


class Bell(NamedTuple):
    """One teaching hour. ``name``: M1 or S4."""

    name: str
    hours: Hours


def bells_like(bells: Iterable[DirectoryBell]) -> tuple[Bell, ...]:
    """Return the hours that the directory keeps as those of a poll."""
    return tuple(Bell(bell.name, Hours(bell.start, bell.end)) for bell in bells)


USUAL_BELLS = bells_like(DIRECTORY_BELLS)


@dataclass(frozen=True, slots=True)
class School:
    """An establishment whose hours a poll may propose.

    ``is_usual``: it has not said its own. ``time_zone``: its clock, IANA name. ``uai`` and
    ``name`` are empty for somebody who works in none.
    """

    uai: str = ""
    name: str = ""
    bells: tuple[Bell, ...] = USUAL_BELLS
    is_usual: bool = True
    time_zone: str = ""
    may_change: bool = False

    def is_on_clock(self, zone: ZoneInfo, today: date) -> bool:
        """Tell whether its clock shows the same hour as that of ``zone`` for two years to come."""
        if not self.time_zone or self.time_zone == zone.key:
            return True
        own = ZoneInfo(self.time_zone)
        days = (datetime.combine(today + n * MONTH, time(12)) for n in range(MONTHS_AHEAD))
        return all(own.utcoffset(day) == zone.utcoffset(day) for day in days)


def half_day(bells: Sequence[Bell], letter: str) -> Hours | None:
    """Return from the first bell to the last one of the morning (M) or of the afternoon (S)."""
    part = [bell.hours for bell in bells if bell.name.startswith(letter)]
    starts = [hours.start for hours in part if hours.start]
    ends = [hours.end for hours in part if hours.end]
    return Hours(min(starts), max(ends)) if starts and ends else None


def lunch(bells: Sequence[Bell]) -> Hours | None:
    """Return the break between the morning and the afternoon; None when there is none."""
    morning, afternoon = half_day(bells, "M"), half_day(bells, "S")
    if not (morning and afternoon and morning.end and afternoon.start):
        return None
    return Hours(morning.end, afternoon.start) if morning.end < afternoon.start else None


def named(bells: Iterable[Bell], name: str) -> Hours | None:
    """Return the hours of the bell with that name, in capitals; None when there is none."""
    return next((bell.hours for bell in bells if bell.name == name), None)
