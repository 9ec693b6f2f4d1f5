"""Repeating events of calendar files, unrolled within bounds (RFC 5545 §3.3.10).

A hostile rule can keep a general engine busy for minutes (« every day that is a 31 February »):
here each day looked at is paid from a budget, and nothing is looked at outside the window. What
calendar programs write for people is covered: daily to yearly, BYDAY, BYMONTH, BYMONTHDAY,
BYSETPOS, COUNT, UNTIL; the rest is refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils.translation import gettext_lazy as _

from trousse.core.errors import InvalidInput

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KNOWN = frozenset(
    ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"]
)
LARGEST_INTERVAL, LARGEST_COUNT, LONGEST_LIST = 1000, 10_000, 62


class TooMuchWork(InvalidInput):
    """The file asks for more than any person's calendar does."""

    default_message = _("This calendar holds far more than a person's agenda. Nothing was kept.")


class UnknownRule(InvalidInput):
    """The rule is none that calendars of people use."""


@dataclass(slots=True)
class Budget:
    """How many days may still be looked at for one file."""

    left: int

    def pay(self) -> None:
        """Count one day. Raises TooMuchWork when nothing is left."""
        self.left -= 1
        if self.left < 0:
            raise TooMuchWork


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was checked. ``by_day``: (rank or 0, weekday from Monday 0)."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    week_start: int = 0
    by_month: frozenset[int] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_day: frozenset[tuple[int, int]] = frozenset()
    by_set_pos: tuple[int, ...] = field(default=())


def read_rule(parts: dict[str, Any]) -> Rule:
    """Check a rule as icalendar read it: each part is a list. Raises UnknownRule."""
    if not parts.keys() <= KNOWN or any(len(part) > LONGEST_LIST for part in parts.values()):
        raise UnknownRule
    try:
        return _read(parts)
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        raise UnknownRule from error


def _read(parts: dict[str, Any]) -> Rule:
    frequency = str(parts["FREQ"][0]).upper() if "FREQ" in parts else ""
    interval = int(parts.get("INTERVAL", [1])[0])
    times = int(parts["COUNT"][0]) if "COUNT" in parts else None
    ranks = frozenset(_ranked(str(word)) for word in parts.get("BYDAY", []))
    fits = frequency in _PERIODS and 1 <= interval <= LARGEST_INTERVAL
    if not fits or (times is not None and not 1 <= times <= LARGEST_COUNT):
        raise UnknownRule
    if frequency in {"DAILY", "WEEKLY"} and any(rank for rank, _day in ranks):
        raise UnknownRule
    return Rule(
        frequency,
        interval,
        times,
        parts["UNTIL"][0] if "UNTIL" in parts else None,
        DAYS.index(str(parts.get("WKST", ["MO"])[0]).upper()),
        frozenset(int(month) for month in parts.get("BYMONTH", [])),
        frozenset(int(day) for day in parts.get("BYMONTHDAY", [])),
        ranks,
        tuple(int(place) for place in parts.get("BYSETPOS", [])),
    )


def _ranked(word: str) -> tuple[int, int]:
    """Read ``MO``, ``2MO`` or ``-1FR``."""
    return int(word[:-2] or 0), DAYS.index(word[-2:].upper())


def days_of(rule: Rule, first: date, window: tuple[date, date], budget: Budget) -> Iterator[date]:
    """Yield the days of ``rule`` from ``first`` on that lie in ``window`` (its end excluded).

    ``until`` is the caller's, who knows the hours. Raises TooMuchWork.
    """
    begin, end = window
    skipped = _periods_before(rule, first, begin) if rule.count is None else 0
    number = 0
    for step in count(skipped):
        days = _PERIODS[rule.frequency](rule, first, step * rule.interval)
        if days is None or days[0] >= end:
            return
        for day in _chosen(rule, first, days, budget):
            if rule.count is not None and number >= rule.count:
                return
            number += 1
            if begin <= day < end:
                yield day


def _chosen(rule: Rule, first: date, days: list[date], budget: Budget) -> list[date]:
    """Return the days of one period that the rule keeps, none before ``first``."""
    kept = []
    for day in days:
        budget.pay()
        if _fits(rule, first, day):
            kept.append(day)
    if rule.by_set_pos:
        places = {place - 1 if place > 0 else len(kept) + place for place in rule.by_set_pos}
        kept = [day for place, day in enumerate(kept) if place in places]
    return [day for day in kept if day >= first]


def _fits(rule: Rule, first: date, day: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_month_day and not {day.day, day.day - _month_length(day) - 1} & rule.by_month_day:
        return False
    if rule.by_day:
        ranks = {(0, day.weekday()), *_ranks_of(rule, day)}
        return bool(ranks & rule.by_day)
    return bool(rule.by_month_day) or _is_like(rule, first, day)


def _is_like(rule: Rule, first: date, day: date) -> bool:
    """Without BYDAY or BYMONTHDAY, what is not said is that of the first day."""
    if rule.frequency == "DAILY":
        return True
    if rule.frequency == "WEEKLY":
        return day.weekday() == first.weekday()
    in_month = rule.frequency == "MONTHLY" or bool(rule.by_month) or day.month == first.month
    return in_month and day.day == first.day


def _ranks_of(rule: Rule, day: date) -> set[tuple[int, int]]:
    """Return the ranks of a weekday in its month, or in its year for a yearly rule."""
    of_year = rule.frequency == "YEARLY" and not rule.by_month
    if of_year:
        place, length = day.timetuple().tm_yday - 1, (date(day.year, 12, 31)).timetuple().tm_yday
    else:
        place, length = day.day - 1, _month_length(day)
    return {(place // 7 + 1, day.weekday()), (-((length - 1 - place) // 7) - 1, day.weekday())}


def _month_length(day: date) -> int:
    following = day.replace(day=28) + timedelta(days=4)
    return (following - timedelta(days=following.day)).day


def _periods_before(rule: Rule, first: date, begin: date) -> int:
    """Return how many steps certainly end before ``begin``, to start close to it."""
    lengths = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
    return max(0, (begin - first).days // (lengths[rule.frequency] * rule.interval) - 1)


def _day_period(_rule: Rule, first: date, offset: int) -> list[date] | None:
    return _run(first, offset, 1)


def _week_period(rule: Rule, first: date, offset: int) -> list[date] | None:
    back = (first.weekday() - rule.week_start) % 7
    return _run(first, 7 * offset - back, 7)


def _run(first: date, offset: int, length: int) -> list[date] | None:
    try:
        start = first + timedelta(days=offset)
        return [start + timedelta(days=number) for number in range(length)]
    except OverflowError:
        return None


def _month_period(_rule: Rule, first: date, offset: int) -> list[date] | None:
    year, month = divmod(first.year * 12 + first.month - 1 + offset, 12)
    if year >= MAXYEAR:
        return None
    start = date(year, month + 1, 1)
    return [start + timedelta(days=number) for number in range(_month_length(start))]


def _year_period(_rule: Rule, first: date, offset: int) -> list[date] | None:
    year = first.year + offset
    if year >= MAXYEAR:
        return None
    start, following = date(year, 1, 1), date(year + 1, 1, 1)
    return [start + timedelta(days=number) for number in range((following - start).days)]


_PERIODS: dict[str, Callable[[Rule, date, int], list[date] | None]] = {
    "DAILY": _day_period,
    "WEEKLY": _week_period,
    "MONTHLY": _month_period,
    "YEARLY": _year_period,
}
