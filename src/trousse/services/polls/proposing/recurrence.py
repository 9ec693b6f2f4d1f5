"""Days that come back: some days of the week between two dates, every week or every other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from trousse.services.polls.proposing.slots import WHOLE_DAY, Hours

WORKING_DAYS = frozenset(range(5))
LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """``weekdays`` (0 is Monday) from ``first`` to ``last`` included, one week in ``every``.

    ``hours``: proposed on each of the days. ``days``: other days, besides those that come back.
    """

    first: date
    last: date
    weekdays: frozenset[int] = WORKING_DAYS
    hours: Sequence[Hours] = (WHOLE_DAY,)
    every: int = 1
    days: Sequence[date] = field(default=())

    @property
    def all_days(self) -> list[date]:
        """Return the days that are meant, in order; at most those of two years."""
        last = min(self.last, self.first + LONGEST)
        count = (last - self.first).days + 1
        every_day = (self.first + timedelta(days=shift) for shift in range(max(0, count)))
        coming = (day for day in every_day if day.weekday() in self.weekdays)
        monday = self.first - timedelta(days=self.first.weekday())
        kept = (day for day in coming if (day - monday).days // 7 % self.every == 0)
        return sorted({*kept, *self.days})


def weeks_from(first: date, weekdays: frozenset[int], weeks: int) -> tuple[date, date]:
    """Return the first of ``weekdays`` from ``first`` on, and the last day of so many weeks.

    The weeks are counted from that first day: three weeks of Tuesdays and Thursdays are three
    Tuesdays and three Thursdays, whatever the day of the week on which this is asked.
    """
    start = next(
        (
            first + timedelta(days=shift)
            for shift in range(7)
            if (first + timedelta(days=shift)).weekday() in weekdays
        ),
        first,
    )
    return start, start + timedelta(days=7 * weeks - 1)
