"""When somebody is busy meanwhile, by their own agenda: shown to them alone, kept nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from trousse.agenda.queries import BusySpan, own_busy_spans
from trousse.core.dates import hours_label
from trousse.services.polls.ballot_slots import SlotWords
from trousse.services.polls.models import Answer, Poll

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_SPANS_SAID = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """What else somebody has: in words, and the answer that it proposes."""

    words: str
    answer: Answer


def conflicts_of(poll: Poll, slots: Iterable[SlotWords], user: "User") -> dict[str, Conflict]:
    """Return by slot when ``user`` is busy meanwhile; free slots are absent."""
    dated = [(slot, slot.begins, slot.ends) for slot in slots if slot.begins and slot.ends]
    if not dated:
        return {}
    first = min(begins for _slot, begins, _ends in dated)
    last = max(ends for _slot, _begins, ends in dated)
    spans = own_busy_spans(user, first, last, besides=poll.ref)
    zone = ZoneInfo(poll.time_zone)
    found = {}
    for slot, begins, ends in dated:
        meanwhile = [span for span in spans if span.start < ends and span.end > begins]
        if meanwhile:
            found[slot.id] = _conflict(slot, begins, ends, meanwhile, zone)
    return found


def _conflict(
    slot: SlotWords, begins: datetime, ends: datetime, spans: list[BusySpan], zone: ZoneInfo
) -> Conflict:
    """Half of the time or more taken proposes no; less, or some hours of a day, if need be."""
    taken = sum((min(span.end, ends) - max(span.start, begins) for span in spans), timedelta())
    is_no = not slot.is_whole_day and taken * 2 >= ends - begins
    said = [_hours(span, zone) for span in spans[:MOST_SPANS_SAID]]
    if len(spans) > MOST_SPANS_SAID:
        said.append("…")
    words = gettext("busy %(hours)s") % {"hours": ", ".join(said)}
    return Conflict(words, Answer.NO if is_no else Answer.IF_NEED_BE)


def _hours(span: BusySpan, zone: ZoneInfo) -> str:
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    if end - start >= timedelta(days=1):
        return hours_label(None, None)
    return hours_label(start.time(), end.time())


def proposed_answers(
    slots: Iterable[SlotWords], conflicts: "dict[str, Conflict]"
) -> dict[str, str]:
    """Return an answer for every dated slot: yes where free, what the conflict proposes else."""
    return {
        slot.id: (conflicts[slot.id].answer if slot.id in conflicts else Answer.YES).value
        for slot in slots
        if slot.begins
    }
