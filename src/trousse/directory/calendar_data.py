"""School holidays as the authorities publish them: read from TOML, checked, kept in memory."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from trousse.core.env import InvalidSetting

BUNDLED = Path(__file__).parent / "data" / "school_calendar.toml"
LONGEST_HOLIDAY = 100
"""Days. A longer one is a typing error, and would keep letters waiting for ever."""


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """Days without class, ``first`` and ``last`` included; the name is in French."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The calendar of one zone from ``first`` to ``last``, all holidays known."""

    zone: str
    year: str
    first: date
    last: date
    holidays: tuple[SchoolHoliday, ...]


@cache
def school_years(zone: str) -> tuple[SchoolYear, ...]:
    """Return the calendars known for ``zone``, in order of time; none is an answer too."""
    return tuple(sorted(_all_years().get(zone, ()), key=lambda known: known.first))


@cache
def _all_years() -> dict[str, list[SchoolYear]]:
    known = {(one.zone, one.year): one for one in read_calendars(BUNDLED)}
    if settings.SCHOOL_CALENDAR is not None:
        known |= {(one.zone, one.year): one for one in read_calendars(settings.SCHOOL_CALENDAR)}
    zones: dict[str, list[SchoolYear]] = {}
    for one in known.values():
        zones.setdefault(one.zone, []).append(one)
    return zones


def check_calendars() -> None:
    """Read every calendar; raise InvalidSetting when the operator's file is wrong."""
    try:
        _all_years()
    except ValueError as error:
        raise InvalidSetting("SCHOOL_CALENDAR", str(error)) from error


def forget_calendars() -> None:
    """Read the files again next time."""
    _all_years.cache_clear()
    school_years.cache_clear()


def read_calendars(path: Path) -> list[SchoolYear]:
    """Return the calendars of a file. Raises ValueError, with the reason, when it is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["calendar"]
        found = [year for table in tables for year in _years_of(table)]
        for year in found:
            _check(year)
    except (OSError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error!r}") from error
    return found


def _years_of(table: dict[str, Any]) -> Iterable[SchoolYear]:
    for zone in table["zones"]:
        holidays = [
            SchoolHoliday(row["name"], row["first"], row["last"])
            for row in table["holidays"]
            if zone in row.get("zones", table["zones"])
        ]
        holidays.sort(key=lambda one: one.first)
        yield SchoolYear(zone, table["year"], table["first"], table["last"], tuple(holidays))


def _check(year: SchoolYear) -> None:
    end = None
    for one in year.holidays:
        right = year.first <= one.first <= one.last <= year.last
        if not right or (one.last - one.first).days >= LONGEST_HOLIDAY:
            raise ValueError(f"{year.zone} {year.year}: the days of {one.name!r} are wrong")
        if end is not None and one.first <= end:
            raise ValueError(f"{year.zone} {year.year}: {one.name!r} begins before another ends")
        end = one.last
