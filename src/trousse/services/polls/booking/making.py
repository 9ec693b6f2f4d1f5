"""The appointments that some hours make: every so many minutes, with pauses. No database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trousse.services.polls.proposing.slots import Hours, SlotDraft, order_of, skipped_by_clock

DAY_ZERO = date(2000, 1, 1)
"""Any day: hours are added up on it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours of one day, on the wall clock, during which people are received."""

    day: date
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How hours are cut. ``length``, ``pause``: minutes of an appointment, and between two.

    ``rest``: hours of every day during which nobody is received.
    """

    length: int
    pause: int = 0
    rest: tuple[time, time] | None = None


def make_appointments(
    openings: Iterable[Opening], rhythm: Rhythm, zone: ZoneInfo
) -> list[SlotDraft]:
    """Return the appointments that fit into ``openings``, each once, in calendar order.

    None lasts into the rest, past the end of its hours, or into an hour that the clock of
    ``zone`` skips that day; none overlaps another one.
    """
    found = sorted(
        {draft for opening in openings for draft in _of_one(opening, rhythm)}, key=order_of
    )
    real = (one for one in found if not skipped_by_clock(one.day, one.hours, zone))
    return list(_without_overlaps(real))


def overlapping(drafts: Sequence[SlotDraft], known: Iterable[Hours]) -> list[SlotDraft]:
    """Return those of ``drafts``, of one day, that touch some ``known`` hours."""
    taken = list(known)
    return [one for one in drafts if any(_touch(one.hours, hours) for hours in taken)]


def _of_one(opening: Opening, rhythm: Rhythm) -> Iterator[SlotDraft]:
    length, pause = timedelta(minutes=rhythm.length), timedelta(minutes=rhythm.pause)
    end, start = _instant(opening.end), _instant(opening.start)
    while start + length <= end:
        until = start + length
        if _rests(start, until, rhythm.rest):
            start = _instant(rhythm.rest[1]) if rhythm.rest else end
            continue
        yield SlotDraft(opening.day, start.time(), until.time())
        start = until + pause


def _rests(start: datetime, end: datetime, rest: tuple[time, time] | None) -> bool:
    return rest is not None and start < _instant(rest[1]) and end > _instant(rest[0])


def _without_overlaps(drafts: Iterable[SlotDraft]) -> Iterator[SlotDraft]:
    """Keep each appointment that begins once the one before has ended."""
    last: SlotDraft | None = None
    for draft in drafts:
        if last is None or last.day != draft.day or not _touch(last.hours, draft.hours):
            last = draft
            yield draft


def _touch(one: Hours, other: Hours) -> bool:
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.start < other.end and other.start < one.end


def _instant(hour: time) -> datetime:
    return datetime.combine(DAY_ZERO, hour)
