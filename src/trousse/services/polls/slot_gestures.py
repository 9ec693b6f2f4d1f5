"""What the buttons of the form do to the slots before the poll exists.

Propose a whole series, keep a day that was left out, give every day the same hours, turn the
month: each sends the form and gets it back, so that all of it works without script.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousse.services.polls.proposing.proposal import LeftOut, Proposal, Setting, Why, propose
from trousse.services.polls.proposing.recurrence import WORKING_DAYS, Recurrence
from trousse.services.polls.proposing.sentence import (
    SentenceNotUnderstood,
    names_bells,
    read_sentence,
)
from trousse.services.polls.proposing.slots import WHOLE_DAY, Hours, SlotDraft
from trousse.services.polls.slot_bells import OfferedBells
from trousse.services.polls.slot_rows import SlotRows, parse_day, parse_hour

COMING = timedelta(days=7)
ALL = "all"
REPEAT_FIELDS = ("sentence", "from", "until", "repeat_start", "repeat_end")


@dataclass
class SlotChoice:
    """The part of the form that chooses slots, as it is now.

    ``month``: first day of the month on show. ``left_out``: days off of the last series, that may
    be proposed all the same. ``told``: what the last gesture did. ``error``: why it did nothing.
    ``bells_of``: UAI of the school whose hours are offered, empty for the main one.
    """

    rows: SlotRows
    setting: Setting
    month: date
    left_out: list[LeftOut] = field(default_factory=list)
    told: str = ""
    error: str = ""
    typed: dict[str, str] = field(default_factory=lambda: dict.fromkeys(REPEAT_FIELDS, ""))
    weekdays: frozenset[int] = frozenset()
    bells_of: str = ""
    has_rooms: bool = False

    @classmethod
    def blank(cls, setting: Setting) -> "SlotChoice":
        return cls(SlotRows.empty(), setting, (setting.today + COMING).replace(day=1))

    @classmethod
    def read(cls, data: QueryDict, setting: Setting) -> "SlotChoice":
        """Take what a form holds, the days tapped on a month without script included."""
        choice = cls.blank(setting)
        choice.rows, choice.has_rooms = SlotRows.typed(data), "rooms" in data
        choice.bells_of = data.get("bells_of", "")
        choice.typed = {name: data.get(name, "") for name in REPEAT_FIELDS}
        picked = (day for day in data.getlist("weekday") if day.isdecimal())
        choice.weekdays = frozenset(int(day) for day in picked if int(day) < len(WEEK))
        _fold_taps(choice, data)
        choice.month = _month(data.get("shown", "")) or choice.usual_month
        choice.left_out = _read_left_out(data.getlist("left_out"), setting)
        return choice

    def proposes_sentence(self) -> bool:
        """Propose a sentence typed and left there, rather than create a poll without it."""
        if not self.typed["sentence"].strip():
            return False
        _propose_series(self, QueryDict())
        return True

    @property
    def usual_month(self) -> date:
        """Return the month of the first slot, or the one on show."""
        slots = self.rows.slots
        return min(slot.day for slot in slots).replace(day=1) if slots else self.month

    @property
    def offered(self) -> OfferedBells:
        """Return the hours of bells that the form offers, and of which school."""
        return OfferedBells(self.setting, self.bells_of)

    def act(self, data: QueryDict) -> bool:
        """Do what the pressed button asks; False when it is none of ours."""
        pressed = next((name for name in GESTURES if name in data), None)
        if pressed is None:
            return False
        GESTURES[pressed](self, data)
        return True

    def add(self, proposal: Proposal) -> None:
        """Add new slots, say so, and show the month of the first one."""
        self.rows = self.rows.with_slots(proposal.slots)
        self.told = _in_words(proposal)
        if proposal.slots:
            self.month = proposal.slots[0].day.replace(day=1)


WEEK = range(7)


def _add_rows(choice: SlotChoice, _data: QueryDict) -> None:
    choice.rows = choice.rows.with_blank_rows()


def _turn(choice: SlotChoice, data: QueryDict) -> None:
    choice.month = _month(data.get("month", "")) or choice.month


def _propose_series(choice: SlotChoice, _data: QueryDict) -> None:
    """Add the days of the sentence, or of the fields when it is empty."""
    try:
        series = _series(choice)
    except SentenceNotUnderstood as error:
        choice.error = str(error)
        return
    known = choice.rows.slots
    proposal = propose(series.all_days, series.hours, choice.setting, known=known)
    choice.left_out = [one for one in proposal.left_out if one.why is Why.OFF]
    choice.typed, choice.weekdays = dict.fromkeys(REPEAT_FIELDS, ""), frozenset()
    choice.add(proposal)


def _series(choice: SlotChoice) -> Recurrence:
    typed = choice.typed
    if typed["sentence"].strip():
        offered = choice.offered
        if offered.clock_words and names_bells(typed["sentence"]):
            raise SentenceNotUnderstood(offered.clock_words)
        return read_sentence(typed["sentence"], today=choice.setting.today, bells=offered.bells)
    first, last = (parse_day(typed[name].strip()) for name in ("from", "until"))
    start, end = (parse_hour(typed[name].strip()) for name in ("repeat_start", "repeat_end"))
    if first is None or last is None:
        raise SentenceNotUnderstood(_("Write a sentence, or give the first and the last day."))
    if last < first:
        raise SentenceNotUnderstood(_("The last day comes before the first one."))
    if end and (start is None or end <= start):
        raise SentenceNotUnderstood(_("The end comes before the start."))
    return Recurrence(first, last, choice.weekdays or WORKING_DAYS, (Hours(start, end),))


def _keep(choice: SlotChoice, data: QueryDict) -> None:
    """Propose a day off all the same, or all those left out."""
    wanted = data.get("keep", "")
    kept = [one for one in choice.left_out if wanted in {ALL, one.day.isoformat()}]
    choice.left_out = [one for one in choice.left_out if one not in kept]
    added = Proposal()
    for one in kept:
        known = [*choice.rows.slots, *added.slots]
        part = propose([one.day], one.hours, choice.setting, known=known, keeps_days_off=True)
        added.slots.extend(part.slots)
        added.left_out.extend(part.left_out)
    choice.add(added)


def _same_hours(choice: SlotChoice, data: QueryDict) -> None:
    """Give every day the hours of the boxes and of the bells that are ticked."""
    start, end = parse_hour(data.get("same_start", "")), parse_hour(data.get("same_end", ""))
    hours = choice.offered.ticked(data.getlist("bell"))
    if start and end and end <= start:
        choice.error = _("The end comes before the start.")
        return
    if start:
        hours.append(Hours(start, end))
    _give_all(choice, hours)


def _copy_day(choice: SlotChoice, data: QueryDict) -> None:
    """Give every day the hours of one of them, instead of its own."""
    source = parse_day(data.get("copy", ""))
    slots = choice.rows.slots
    model = [slot for slot in slots if slot.day == source]
    if model:
        days = {slot.day for slot in slots}
        hours = [slot.hours for slot in model]
        choice.rows = choice.rows.without_days(days)
        proposal = propose(days, hours, choice.setting, keeps_days_off=True)
        choice.add(Proposal(_in_rooms(proposal.slots, model), proposal.left_out))
        choice.told = _("Every day has these hours.")


def _in_rooms(slots: Iterable[SlotDraft], model: Sequence[SlotDraft]) -> list[SlotDraft]:
    """Return slots in the rooms, and with the limits, that ``model`` has at the same hours."""
    return [
        replace(one, day=slot.day) for slot in slots for one in model if one.hours == slot.hours
    ]


def _same_rooms(choice: SlotChoice, data: QueryDict) -> None:
    """Write one room, or one limit, in every line."""
    room, places = data.get("same_room", "").strip(), data.get("same_places", "").strip()
    choice.has_rooms = True
    for row in choice.rows:
        if not row.is_blank:
            row.room, row.places = room or row.room, places or row.places


def _give_all(choice: SlotChoice, hours: Sequence[Hours]) -> None:
    slots = choice.rows.slots
    days = {slot.day for slot in slots}
    if not days or not hours:
        choice.error = _("Choose days first, then their hours.")
        return
    month = choice.month
    whole = [slot for slot in slots if slot.hours == WHOLE_DAY]
    choice.rows = choice.rows.without_slots(whole)
    known = choice.rows.slots
    choice.add(propose(days, hours, choice.setting, known=known, keeps_days_off=True))
    choice.month = month


def _show_bells(choice: SlotChoice, data: QueryDict) -> None:
    """Offer the hours of another school where the person works."""
    choice.bells_of = data.get("bells", "")
    if choice.offered.school.name:
        choice.told = _("Hours offered: %s.") % choice.offered.school.name


def _clear(choice: SlotChoice, _data: QueryDict) -> None:
    choice.rows, choice.left_out = SlotRows.empty(), []
    choice.told = _("No day chosen yet.")


GESTURES: dict[str, Callable[[SlotChoice, QueryDict], None]] = {
    "add_rows": _add_rows,
    "month": _turn,
    "propose": _propose_series,
    "keep": _keep,
    "same_hours": _same_hours,
    "copy": _copy_day,
    "same_rooms": _same_rooms,
    "bells": _show_bells,
    "clear": _clear,
}
"""By name of the submit button."""


def _fold_taps(choice: SlotChoice, data: QueryDict) -> None:
    """Add the days ticked since the month was drawn, and drop those that no longer are.

    A new day takes the hours of the first one. Days of other months, and those typed in a line
    while the month was on show, are not touched.
    """
    before = set(data.get("ticked", "").split())
    now = {day for day in data.getlist("tap") if parse_day(day)}
    gone = {parse_day(day) for day in before - now}
    rows = choice.rows.without_days({day for day in gone if day})
    days = sorted(day for text in now - before if (day := parse_day(text)))
    first = min((slot.day for slot in rows.slots), default=None)
    model = [slot for slot in rows.slots if slot.day == first] or [SlotDraft(date.max)]
    known = set(rows.slots)
    fresh = [replace(one, day=day) for day in days for one in model]
    choice.rows = rows.with_slots([slot for slot in fresh if slot not in known])


def _month(text: str) -> date | None:
    return parse_day(f"{text}-01") if text else None


def _read_left_out(texts: Sequence[str], setting: Setting) -> list[LeftOut]:
    """Read back ``2026-12-22 17:00/18:00 …``; whatever is not a day off any more is dropped."""
    found = []
    for text in texts[: setting.off.size]:
        day_text, *hour_texts = text.split()[:9] or [""]
        day = parse_day(day_text)
        hours = tuple(_read_hours(one) for one in hour_texts)
        reason = setting.off.reason(day) if day else ""
        if day and reason and hours:
            found.append(LeftOut(day, hours, Why.OFF, reason))
    return found


def _read_hours(text: str) -> Hours:
    start, _sign, end = text.partition("/")
    hours = Hours(parse_hour(start), parse_hour(end))
    return hours if hours.start else WHOLE_DAY


def _in_words(proposal: Proposal) -> str:
    count = len(proposal.slots)
    words = [ngettext("%d date added.", "%d dates added.", count) % count]
    left = {why: sum(one.why is why for one in proposal.left_out) for why in Why}
    if left[Why.OFF]:
        part = ngettext("%d day off left out.", "%d days off left out.", left[Why.OFF])
        words.append(part % left[Why.OFF])
    if left[Why.PAST]:
        words.append(_("Days that are over are left out."))
    if left[Why.CLOCK]:
        words.append(_("An hour that clocks skip is left out."))
    if left[Why.FULL]:
        words.append(_("A poll cannot hold more."))
    return " ".join(words)
