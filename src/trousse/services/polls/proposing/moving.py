"""The slots of a poll again, some weeks later: same days of the week, same hours."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from trousse.services.polls.proposing.proposal import Proposal, Setting, propose
from trousse.services.polls.proposing.slots import SlotDraft, order_of

WEEK = timedelta(days=7)
LONGEST_MOVE = 60
"""Weeks: more than a school year."""


def weeks_until(first_day: date, start: date) -> int:
    """Return by how many weeks to move ``first_day`` for it to fall on ``start`` or just after."""
    return -((first_day - start).days // 7) if first_day < start else 0


def usual_weeks(slots: Sequence[SlotDraft], today: date) -> int:
    """Return the smallest move that puts every slot after ``today``, at least one week."""
    first = min(slot.day for slot in slots)
    return max(1, weeks_until(first, today + timedelta(days=1)))


def move_slots(
    slots: Iterable[SlotDraft], weeks: int, setting: Setting, *, past_days_off: bool = False
) -> Proposal:
    """Return ``slots`` and their rooms ``weeks`` later; what falls on a day off is left out.

    ``past_days_off``: it is moved on instead, by whole weeks, to the first that is not off, when
    there is one within ``LONGEST_MOVE`` weeks.
    """
    days, moved = _by_day(slots, weeks), Proposal()
    taken = {day for day in days if not setting.off.reason(day)}
    for day, some in days.items():
        target = _first_free(day, taken, setting) if past_days_off and day not in taken else day
        taken.add(target)
        hours = list(dict.fromkeys(one.hours for one in some))
        part = propose([target], hours, setting, known=moved.slots)
        kept = {one.hours for one in part.slots}
        moved.slots.extend(replace(one, day=target) for one in some if one.hours in kept)
        moved.left_out.extend(part.left_out)
    moved.slots.sort(key=order_of)
    return moved


def _by_day(slots: Iterable[SlotDraft], weeks: int) -> dict[date, list[SlotDraft]]:
    days: dict[date, list[SlotDraft]] = {}
    for slot in sorted(slots, key=order_of):
        days.setdefault(slot.day + weeks * WEEK, []).append(slot)
    return days


def _first_free(day: date, taken: set[date], setting: Setting) -> date:
    later = (day + shift * WEEK for shift in range(LONGEST_MOVE))
    free = (one for one in later if one not in taken and not setting.off.reason(one))
    return next(free, day)
