"""Reads of appointments: which are free, who took which, who waits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext

from trousse.core.clock import now
from trousse.core.dates import hours_label
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Answer, Participant, Poll, Slot

TAKEN = Answer.YES.value
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """One appointment that may be taken, as a visitor may know it: how many places it has left.

    ``rows``: who took it; only for those who organise.
    """

    slot: Slot
    left: int
    is_past: bool
    is_too_late: bool
    rows: tuple[Participant, ...] = ()

    @property
    def words(self) -> str:
        """Return when it begins: « 17 h 10 », or « all day »."""
        return hours_label(self.slot.start, None)

    @property
    def is_blocked(self) -> bool:
        return not self.slot.is_offered

    @property
    def is_free(self) -> bool:
        """Whether those who take appointments may take it now."""
        return self.left > 0 and not self.is_blocked and not self.is_too_late

    @property
    def is_full(self) -> bool:
        """Whether one may wait for it: offered, still to come, with no place left."""
        return self.left <= 0 and not self.is_blocked and not self.is_too_late


@dataclass(frozen=True, slots=True)
class PlacesDay:
    """The appointments of one day."""

    day: date
    words: str
    places: list[Place]


@dataclass(frozen=True)
class Booking:
    """The appointments of a poll as they are now, read in two statements."""

    poll: Poll

    @cached_property
    def slots(self) -> list[Slot]:
        """Return all of them, those that are offered no more too."""
        return list(Slot.everything.filter(poll=self.poll))

    @cached_property
    def rows(self) -> list[Participant]:
        return list(self.poll.participants.select_related("user", "guest"))

    @cached_property
    def places(self) -> list[Place]:
        """Return all of them in calendar order."""
        counts = count_taken(self.rows)
        by_slot = rows_by_slot(self.rows)
        return [
            place_of(self.poll, slot, counts[slot.public_id], by_slot.get(slot.public_id, ()))
            for slot in self.slots
        ]

    @property
    def days(self) -> list[PlacesDay]:
        return days_of(self.poll, self.places)

    @property
    def free(self) -> list[Place]:
        return [place for place in self.places if place.is_free]

    @property
    def full(self) -> list[Place]:
        return [place for place in self.places if place.is_full]

    @property
    def waiting(self) -> list[Participant]:
        """Return who waits for a place, in the order in which they are given one."""
        return [row for row in self.rows if row.waiting and not slot_taken_by(row)]

    @property
    def taken_count(self) -> int:
        return sum(1 for row in self.rows if slot_taken_by(row))

    @property
    def place_count(self) -> int:
        """Return how many places there are in all, blocked ones left out but for those taken."""
        return sum(
            capacity_of(place.slot) if place.slot.is_offered else len(place.rows)
            for place in self.places
        )

    def place(self, slot_id: str) -> Place | None:
        return next((one for one in self.places if one.slot.public_id == slot_id), None)


def capacity_of(slot: Slot) -> int:
    """Return how many may take ``slot``: one, unless it says more."""
    return slot.capacity or 1


def slot_taken_by(row: Participant) -> str:
    """Return the public id of the slot that ``row`` took, or ""."""
    return next((key for key, answer in row.answers.items() if answer == TAKEN), "")


def count_taken(rows: Iterable[Participant]) -> Counter[str]:
    """Return how many took each slot, by public id."""
    return Counter(slot_taken_by(row) for row in rows)


def rows_by_slot(rows: Iterable[Participant]) -> dict[str, tuple[Participant, ...]]:
    """Return who took each slot, by public id."""
    found: dict[str, tuple[Participant, ...]] = {}
    for row in rows:
        taken = slot_taken_by(row)
        found[taken] = (*found.get(taken, ()), row)
    return found


def place_of(poll: Poll, slot: Slot, taken: int, rows: Sequence[Participant] = ()) -> Place:
    """Return ``slot`` with what is left of it now."""
    begins = begins_at(poll, slot)
    return Place(
        slot=slot,
        left=capacity_of(slot) - taken,
        is_past=begins <= now(),
        is_too_late=begins - timedelta(hours=poll.notice_hours) <= now(),
        rows=tuple(rows),
    )


def begins_at(poll: Poll, slot: Slot) -> datetime:
    """Return the instant at which an appointment begins; a whole day, at its midnight."""
    start, _end = slot.bounds(ZoneInfo(poll.time_zone))
    if isinstance(start, datetime):
        return start
    return datetime.combine(start, time(), tzinfo=ZoneInfo(poll.time_zone))


def days_of(poll: Poll, places: Iterable[Place]) -> list[PlacesDay]:
    """Return ``places``, in calendar order, by day."""
    today = today_in(poll)
    grouped = groupby(places, key=lambda place: place.slot.day)
    return [
        PlacesDay(day, places_of_day[0].slot.day_words(today), places_of_day)
        for day, group in grouped
        if day is not None and (places_of_day := list(group))
    ]


def nearest_free(poll: Poll, booking: Booking, slot_id: str) -> list[Place]:
    """Return the free places that begin nearest to that slot, the nearest first."""
    wanted = booking.place(slot_id)
    if wanted is None:
        return booking.free[:NEAREST]
    at = begins_at(poll, wanted.slot)
    return sorted(booking.free, key=lambda one: abs(begins_at(poll, one.slot) - at))[:NEAREST]


def when_words(poll: Poll, slot: Slot) -> str:
    """Return « mardi 1er décembre, 17 h – 17 h 10 »."""
    day = slot.day_words(today_in(poll))
    return f"{day}, {slot.hours_words}" if slot.start else day


def where_words(poll: Poll, slot: Slot) -> str:
    """Return where one meets for that slot, or ""."""
    return " · ".join(filter(None, [slot.place, poll.place_words]))


def taken_words(poll: Poll) -> str:
    """Say how many appointments are taken: « 12 appointments taken of 24. »."""
    booking = Booking(poll)
    return ngettext(
        "%(n)d appointment taken of %(total)d.",
        "%(n)d appointments taken of %(total)d.",
        booking.taken_count,
    ) % {"n": booking.taken_count, "total": booking.place_count}
