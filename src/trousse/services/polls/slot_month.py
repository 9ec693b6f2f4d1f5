"""The month on which days are ticked, the days off it shows, and the count of what is chosen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousse.core.dates import day_label
from trousse.services.polls.proposing.days_off import DaysOff
from trousse.services.polls.proposing.proposal import LeftOut
from trousse.services.polls.proposing.slots import SlotDraft
from trousse.services.polls.slot_gestures import SlotChoice

AHEAD = timedelta(days=300)
DAY = timedelta(days=1)
A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One cell. ``words``: the day in full, with the reason when it is off."""

    day: date
    words: str
    reason: str
    is_chosen: bool
    is_past: bool


class SlotMonth:
    """What the template needs of a :class:`SlotChoice`, in words."""

    def __init__(self, choice: SlotChoice) -> None:
        self.choice = choice
        self.today = choice.setting.today
        self.first = choice.month

    @property
    def last(self) -> date:
        return (self.first + 31 * DAY).replace(day=1) - DAY

    @property
    def title(self) -> str:
        return formats.date_format(self.first, "F Y")

    @property
    def previous(self) -> str:
        """Return the month before, or nothing when all its days are over."""
        before = self.first - DAY
        return f"{before:%Y-%m}" if before >= self.today else ""

    @property
    def next(self) -> str:
        return f"{self.last + DAY:%Y-%m}"

    @property
    def weekday_names(self) -> list[tuple[str, str]]:
        days = [A_MONDAY + shift * DAY for shift in range(7)]
        return [(formats.date_format(day, "D"), formats.date_format(day, "l")) for day in days]

    @cached_property
    def chosen(self) -> set[date]:
        return {slot.day for slot in self.choice.rows.slots}

    @property
    def ticked(self) -> str:
        """Return the days of this month that are chosen, for the form to send back."""
        shown = (day for day in sorted(self.chosen) if self.first <= day <= self.last)
        return " ".join(day.isoformat() for day in shown)

    @property
    def weeks(self) -> list[list[MonthDay | None]]:
        days = [self._cell(self.first + n * DAY) for n in range((self.last - self.first).days + 1)]
        cells = [*[None] * self.first.weekday(), *days]
        cells += [None] * (-len(cells) % 7)
        return [cells[at : at + 7] for at in range(0, len(cells), 7)]

    def _cell(self, day: date) -> MonthDay:
        reason = self.choice.setting.off.reason(day)
        words = day_label(day, today=self.today)
        full = f"{words}, {reason}" if reason else words
        return MonthDay(day, full, reason, day in self.chosen, day < self.today)

    @property
    def off_lines(self) -> list[str]:
        """Return the days off of this month in words, in order."""
        spans = self.choice.setting.off.spans(max(self.first, self.today), self.last)
        return [f"{self._span_words(span)} : {span.reason}" for span in spans]

    def _span_words(self, span: DaysOff) -> str:
        return days_words(span.first, span.last, self.today)

    @property
    def off_data(self) -> str:
        """Return the days off to come as JSON, ``[first, last, reason]`` each, for the script."""
        spans = self.choice.setting.off.spans(self.today, self.today + AHEAD)
        rows = [(str(span.first), str(span.last), span.reason) for span in spans]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    @property
    def left_out(self) -> list[tuple[str, str, str, str]]:
        """Return (day, words, reason, what the form sends back) of each day left out."""
        found = self.choice.left_out
        return [
            (one.day.isoformat(), day_label(one.day, today=self.today), one.reason, _sent(one))
            for one in found
        ]

    @property
    def summary(self) -> str:
        return summary_words(self.choice.rows.slots, self.today)

    @property
    def weekday_boxes(self) -> list[tuple[int, str, bool]]:
        return [
            (number, long, number in self.choice.weekdays)
            for number, (_short, long) in enumerate(self.weekday_names)
        ]


def summary_words(slots: Sequence[SlotDraft], today: date) -> str:
    """Return « 12 dates, du mardi 2 au jeudi 18 décembre »."""
    if not slots:
        return _("No day chosen yet.")
    days = sorted(slot.day for slot in slots)
    count = ngettext("%d date proposed", "%d dates proposed", len(slots)) % len(slots)
    return f"{count}, {days_words(days[0], days[-1], today)}"


def days_words(first: date, last: date, today: date) -> str:
    """Return « le mardi 2 décembre », « du mardi 2 au jeudi 18 décembre »."""
    end = day_label(last, today=today)
    if first == last:
        return _("on %s") % end
    start = day_label(first, today=today)
    if (first.year, first.month) == (last.year, last.month):
        start = " ".join(start.split(" ")[:2])
    return _("from %(first)s to %(last)s") % {"first": start, "last": end}


def _sent(one: LeftOut) -> str:
    hours = (f"{_clock(start)}/{_clock(end)}" for start, end in one.hours)
    return " ".join([one.day.isoformat(), *hours])


def _clock(hour: time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""
