"""The slots as the form asks about them: in words, in groups, and many at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext, ngettext

from trousse.core.dates import hour_label, weekday_label
from trousse.services.polls.models import Answer, Slot

MOST_UNGROUPED = 6
"""Slots that need no headings: they hold on two screens of a phone."""
FEWEST_AT_ONCE = 4
"""Slots from which on answering several at once spares something."""
FEWEST_WEEKS = 3
"""Weeks from which on going to one of them spares scrolling."""
EVERY_SLOT = ""
A_MONDAY = date(2024, 1, 1)


class SlotWords(NamedTuple):
    """A slot in the visitor's language.

    ``group``: what stands above it and the next ones, a day or a month; "" in a short list.
    ``series``: what it shares with others, as :func:`filled` takes it: its weekday, its hour.
    ``begins``, ``ends``: instants, None for a text. ``room``: how many places are left, in words.
    """

    id: str
    day: str
    hours: str
    group: str = ""
    is_day_in_group: bool = False
    series: tuple[str, ...] = ()
    begins: datetime | None = None
    ends: datetime | None = None
    is_whole_day: bool = False
    place: str = ""
    room: str = ""
    is_full: bool = False


NONE_TAKEN: Mapping[str, int] = {}


def words_of_slots(
    slots: list[Slot], today: date, zone: ZoneInfo, taken: Mapping[str, int] = NONE_TAKEN
) -> list[SlotWords]:
    """Return ``slots`` in words, those of a long list with their groups.

    ``taken``: how many have a place, by id, in a poll with limits.
    """
    per_day = Counter(slot.day for slot in slots if slot.day)
    by_day = max(per_day.values(), default=0) > 1
    is_long = len(slots) > MOST_UNGROUPED
    words = (
        _words(slot, today, zone, _group(slot, today, by_day=by_day) if is_long else "", by_day)
        for slot in slots
    )
    return [
        one._replace(
            place=slot.place,
            room=room_words(slot, taken.get(one.id, 0)),
            is_full=slot.capacity is not None and taken.get(one.id, 0) >= slot.capacity,
        )
        if slot.place or slot.capacity
        else one
        for slot, one in zip(slots, words, strict=True)
    ]


def room_words(slot: Slot, yes: int) -> str:
    """Return « Complet », « 2 places libres sur 5 », or nothing for a slot without limit."""
    if slot.capacity is None:
        return ""
    free = slot.capacity - yes
    if free <= 0:
        return gettext("Full")
    words = ngettext("%(free)d place left of %(all)d", "%(free)d places left of %(all)d", free)
    return words % {"free": free, "all": slot.capacity}


def _words(slot: Slot, today: date, zone: ZoneInfo, group: str, by_day: bool) -> SlotWords:  # noqa: FBT001  # two of a private function
    begins, ends = _instants(slot, zone) if slot.day else (None, None)
    return SlotWords(
        id=slot.public_id,
        day=slot.day_words(today),
        hours=slot.hours_words if slot.day else "",
        group=group,
        is_day_in_group=bool(group) and by_day,
        series=_series(slot),
        begins=begins,
        ends=ends,
        is_whole_day=slot.day is not None and slot.start is None,
    )


def _instants(slot: Slot, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a slot begins and ends; a whole day is that of ``zone``, 23 to 25 hours long."""
    start, end = slot.bounds(zone)
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end
    return _midnight(start, zone), _midnight(end, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _group(slot: Slot, today: date, *, by_day: bool) -> str:
    if slot.day is None:
        return ""
    if by_day:
        return slot.day_words(today)
    words = formats.date_format(slot.day, "F Y")
    return words[:1].upper() + words[1:]


def _series(slot: Slot) -> tuple[str, ...]:
    if slot.day is None:
        return ()
    hour = (f"h{slot.start:%H:%M}",) if slot.start else ()
    return (f"d{slot.day.weekday()}", *hour)


def series_of(slots: Iterable[SlotWords]) -> list[tuple[str, str]]:
    """Return what may be answered at once: ``(series, words)``, all slots first.

    A weekday or an hour counts when it is that of several slots, but not of all.
    """
    known = list(slots)
    counts = Counter(one for slot in known for one in slot.series)
    named = sorted(one for one, count in counts.items() if 1 < count < len(known))
    return [
        (EVERY_SLOT, gettext("All the dates")),
        *((one, _series_words(one)) for one in named),
    ]


def _series_words(series: str) -> str:
    if series.startswith("d"):
        day = A_MONDAY + timedelta(days=int(series[1:]))
        return gettext("Every %(day)s") % {"day": weekday_label(day)}
    hour = datetime.strptime(series[1:], "%H:%M").time()  # noqa: DTZ007  # an hour of a clock
    return gettext("Always at %(hour)s") % {"hour": hour_label(hour)}


def weeks_of(slots: Iterable[SlotWords]) -> list[tuple[int, str]]:
    """Return where each week begins: ``(number of its first slot, from 1, its Monday in words)``.

    Empty for fewer than FEWEST_WEEKS.
    """
    firsts: dict[date, int] = {}
    for number, slot in enumerate(slots, start=1):
        if slot.begins:
            day = slot.begins.date()
            firsts.setdefault(day - timedelta(days=day.weekday()), number)
    if len(firsts) < FEWEST_WEEKS:
        return []
    return [(number, formats.date_format(monday, "j N")) for monday, number in firsts.items()]


def filled(
    slots: Iterable[SlotWords], answers: Mapping[str, str], series: str, letter: str
) -> dict[str, str]:
    """Return ``answers`` with ``letter`` for every slot of ``series``; all for EVERY_SLOT.

    What is no answer, or no series of these slots, changes nothing.
    """
    if letter not in Answer:
        return dict(answers)
    chosen = {slot.id: letter for slot in slots if series in (EVERY_SLOT, *slot.series)}
    return {**answers, **chosen}
