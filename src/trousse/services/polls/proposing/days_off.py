"""On which days nothing is proposed by itself, and why, in words."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days off with their reason, ``first`` and ``last`` included: « Vacances de Noël, zone A »."""

    first: date
    last: date
    reason: str


class OffCalendar:
    """The days off of everybody concerned: the union of their places, each day with its reasons."""

    def __init__(self, off: Iterable[DaysOff] = ()) -> None:
        by_day: dict[date, list[str]] = {}
        for one in off:
            for shift in range((one.last - one.first).days + 1):
                reasons = by_day.setdefault(one.first + timedelta(days=shift), [])
                if one.reason not in reasons:
                    reasons.append(one.reason)
        self._reasons = {day: " ; ".join(by_day[day]) for day in sorted(by_day)}
        self._days = list(self._reasons)

    @property
    def size(self) -> int:
        """Return how many days are off."""
        return len(self._days)

    def reason(self, day: date) -> str:
        """Return why ``day`` is off, or an empty text."""
        return self._reasons.get(day, "")

    def spans(self, first: date, last: date) -> Iterator[DaysOff]:
        """Yield the days off of ``first`` to ``last``, runs of one reason together."""
        span: DaysOff | None = None
        start = bisect_right(self._days, first - timedelta(days=1))
        for day in self._days[start : bisect_right(self._days, last)]:
            reason = self._reasons[day]
            if span and span.reason == reason and day == span.last + timedelta(days=1):
                span = DaysOff(span.first, day, reason)
                continue
            if span:
                yield span
            span = DaysOff(day, day, reason)
        if span:
            yield span
