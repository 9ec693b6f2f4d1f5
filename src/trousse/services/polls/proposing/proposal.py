"""From days and hours to slots: what is proposed, what is left out and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from trousse.services.polls.proposing.bells import School
from trousse.services.polls.proposing.days_off import OffCalendar
from trousse.services.polls.proposing.slots import (
    MOST_SLOTS,
    Hours,
    SlotDraft,
    order_of,
    skipped_by_clock,
)


class Why(StrEnum):
    """Why a day or an hour was left out; only what is ``OFF`` may be proposed all the same."""

    OFF = "off"
    PAST = "past"
    CLOCK = "clock"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day that was left out with the hours it would have had. ``reason``: words when off."""

    day: date
    hours: tuple[Hours, ...]
    why: Why
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``slots``: new ones, in calendar order. ``left_out``: the other days, in order."""

    slots: list[SlotDraft] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a proposal takes place. ``today`` is that of ``zone``.

    ``schools``: whose hours may be proposed, the main one first.
    """

    today: date
    zone: ZoneInfo
    off: OffCalendar = field(default_factory=OffCalendar)
    schools: tuple[School, ...] = ()


def propose(
    days: Iterable[date],
    hours: Sequence[Hours],
    setting: Setting,
    *,
    known: Iterable[SlotDraft] = (),
    keeps_days_off: bool = False,
) -> Proposal:
    """Return the slots of ``hours`` on each of ``days`` that are not ``known`` already.

    Days that are over, hours that clocks skip, days off (unless ``keeps_days_off``) and what goes
    beyond ``MOST_SLOTS`` are left out, and said.
    """
    proposal, taken = Proposal(), {slot.anywhere for slot in known}
    for day in sorted(set(days)):
        why = _why_not(day, setting, keeps_days_off=keeps_days_off)
        if why:
            reason = setting.off.reason(day) if why is Why.OFF else ""
            proposal.left_out.append(LeftOut(day, tuple(hours), why, reason))
            continue
        for some in dict.fromkeys(hours):
            slot = SlotDraft(day, *some)
            refused = _why_not_slot(slot, setting.zone, len(taken))
            if slot in taken:
                continue
            if refused:
                proposal.left_out.append(LeftOut(day, (some,), refused))
                continue
            taken.add(slot)
            proposal.slots.append(slot)
    proposal.slots.sort(key=order_of)
    return proposal


def _why_not(day: date, setting: Setting, *, keeps_days_off: bool) -> Why | None:
    if day < setting.today:
        return Why.PAST
    return Why.OFF if setting.off.reason(day) and not keeps_days_off else None


def _why_not_slot(slot: SlotDraft, zone: ZoneInfo, count: int) -> Why | None:
    if skipped_by_clock(slot.day, slot.hours, zone):
        return Why.CLOCK
    return Why.FULL if count >= MOST_SLOTS else None
