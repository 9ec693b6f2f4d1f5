"""The questions of the form: one group of choices per slot, under a heading when there are many.

Built from constant markup rather than by templates, which would take five to ten times as long:
these are hundreds of tags on the page that is opened most.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from trousse.services.polls.ballot_slots import FEWEST_AT_ONCE, SlotWords, series_of, weeks_of
from trousse.services.polls.free_time import Conflict
from trousse.services.polls.models import Answer

MARKS = {Answer.YES: "✓", Answer.IF_NEED_BE: "(✓)", Answer.NO: "✗"}
NO_CONFLICT: Mapping[str, Conflict] = {}


def slots_html(
    slots: list[SlotWords],
    answers: Mapping[str, str],
    conflicts: Mapping[str, Conflict] = NO_CONFLICT,
    *,
    marks_new: bool = False,
) -> SafeString:
    """Return the questions of the form, with the answers already given (``{slot id: letter}``).

    ``conflicts``: by slot, when the visitor is busy meanwhile; for their eyes only.
    ``marks_new``: those without answer are pointed out, to somebody who answered the others.
    """
    words_for_new = gettext("To be answered")
    to_answer = f'<span class="t-line__mark">{escape(words_for_new)}</span>'
    words = {answer: escape(answer.label) for answer in Answer}
    parts, number, is_filled = [], 0, len(slots) >= FEWEST_AT_ONCE
    for group, members in groupby(slots, key=attrgetter("group")):
        if group:
            parts.append(f'<h3 class="t-ballot__group">{escape(group)}</h3>')
        for slot in members:
            number += 1
            chosen, conflict = answers.get(slot.id, ""), conflicts.get(slot.id)
            series = slot.series if is_filled else ()
            said = _Said(to_answer if marks_new and not chosen else "", conflict)
            parts.append(_slot(slot, number, chosen, words, series, said))
    return mark_safe("".join(parts))  # noqa: S308  # words are escaped, ids and numbers are ours


class _Said(NamedTuple):
    """What is said of a slot to this visitor: that it is new, that they are busy meanwhile."""

    mark: str
    conflict: Conflict | None


def _slot(  # what one group of choices is made of
    slot: SlotWords,
    number: int,
    chosen: str,
    words: Mapping[Answer, str],
    series: Iterable[str],
    said: _Said,
) -> str:
    refused = Answer.YES if slot.is_full and chosen != Answer.YES else None
    choices = "".join(
        f'<input class="t-slot__input" type="radio" id="s{number}{letter}" '
        f'name="answer-{slot.id}" value="{letter}"{" checked" if chosen == letter else ""}'
        f"{' disabled' if letter == refused else ''}>"
        f'<label class="t-slot__label t-slot__label--{letter}" for="s{number}{letter}">'
        f'<span aria-hidden="true">{MARKS[letter]}</span> {word}</label>'
        for letter, word in words.items()
    )
    shared = f' data-series="{" ".join(series)}"' if series else ""
    proposed = f' data-proposed="{said.conflict.answer}"' if said.conflict else ""
    return (
        f'<fieldset class="t-slot"{shared}{proposed}><legend class="t-slot__when">{_when(slot)}'
        f"{said.mark}</legend>{_busy(said.conflict)}"
        f'<div class="t-slot__choices">{choices}</div></fieldset>'
    )


def _when(slot: SlotWords) -> str:
    """Return the name of a group of choices; a day that stands above it is heard, not seen."""
    seen = " fr-sr-only" if slot.is_day_in_group else ""
    return (
        f'<span class="t-slot__day{seen}">{escape(slot.day)}</span> '
        f'<span class="t-slot__hours">{escape(slot.hours)}</span>{_where(slot)}'
    )


def _where(slot: SlotWords) -> str:
    words = " · ".join(filter(None, [slot.place, slot.room]))
    return f' <span class="t-slot__hours">{escape(words)}</span>' if words else ""


def _busy(conflict: Conflict | None) -> str:
    return f'<p class="t-slot__busy">{escape(conflict.words)}</p>' if conflict else ""


def series_html(slots: Iterable[SlotWords]) -> SafeString:
    """Return the options of what may be answered at once."""
    return format_html_join("", '<option value="{}">{}</option>', series_of(slots))


def weeks_html(slots: Iterable[SlotWords]) -> SafeString:
    """Return links to the first choice of each week; "" when there are few weeks."""
    return format_html_join("", '<li><a href="#s{}y">{}</a></li>', weeks_of(slots))
