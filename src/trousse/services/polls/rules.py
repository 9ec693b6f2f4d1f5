"""What an organiser decides about a poll, beside what is proposed; and its deadline on a clock."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from trousse.services.polls.models import Poll

DAY = timedelta(days=1)


class Dated(Protocol):
    """What is proposed: a day with or without hours, or something that has no day."""

    @property
    def day(self) -> date | None: ...
    @property
    def start(self) -> time | None: ...
    @property
    def end(self) -> time | None: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one poll, by the names of its fields; see ``models.Poll``."""

    deadline: datetime | None = None
    answers_shown: str = Poll.AnswersShown.ALWAYS.value
    names_shown: bool = True
    may_comment: bool = True
    may_propose: bool = False
    reminds: bool = True
    closes_when: str = Poll.ClosesWhen.NOTHING.value
    has_visio: bool = False

    @classmethod
    def of(cls, poll: Poll) -> "Rules":
        return cls(**{name: getattr(poll, name) for name in RULE_FIELDS})


PLAIN = Rules()
RULE_FIELDS = tuple(one.name for one in fields(Rules))


def deadline_at(day: date, hour: time | None, zone: ZoneInfo) -> datetime:
    """Return the instant at which answers stop: without hour, at the end of ``day``.

    An hour that the clock shows twice, the night it goes back, means the second one: nobody is
    told that they are late while their clock says that they are not.
    """
    if hour is None:
        day, hour = day + DAY, time()
    return datetime.combine(day, hour, tzinfo=zone).replace(fold=1)


def deadline_parts(deadline: datetime, zone: ZoneInfo) -> tuple[date, time | None]:
    """Return the day and hour of a deadline on the clock of ``zone``; midnight ends a day."""
    local = deadline.astimezone(zone)
    if local.time() == time():
        return local.date() - DAY, None
    return local.date(), local.time()


def span_of(proposed: Iterable[Dated], zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return when the first date proposed begins and the last one ends; None without dates."""
    bounds = [
        (
            datetime.combine(one.day, one.start or time(), tzinfo=zone),
            _end(one.day, one.start, one.end, zone),
        )
        for one in proposed
        if one.day is not None
    ]
    if not bounds:
        return None
    return min(start for start, _end in bounds), max(end for _start, end in bounds)


def _end(day: date, start: time | None, end: time | None, zone: ZoneInfo) -> datetime:
    """Return when a date ends; one that tells no end counts until the end of its day."""
    if start is None or end is None:
        day, end = day + DAY, time()
    return datetime.combine(day, end, tzinfo=zone)
