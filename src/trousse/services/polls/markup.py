"""The parts of a poll's page that repeat: one row per person, one group of choices per slot.

Built from constant markup rather than by templates, which would take five to ten times as long:
these are hundreds of tags on the page that is opened most.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from trousse.services.polls.models import Answer, Participant, Slot

MARKS = {Answer.YES: "✓", Answer.IF_NEED_BE: "(✓)", Answer.NO: "✗"}


class SlotWords(NamedTuple):
    """A slot as the form asks about it, in the visitor's language."""

    id: str
    day: str
    hours: str


def slots_html(slots: list[SlotWords], answers: Mapping[str, str]) -> SafeString:
    """Return the questions of the form, with the answers already given (``{slot id: letter}``)."""
    words = {answer: escape(answer.label) for answer in Answer}
    groups = (
        _slot(slot, number, answers.get(slot.id, ""), words)
        for number, slot in enumerate(slots, start=1)
    )
    return mark_safe("".join(groups))  # noqa: S308  # words are escaped, ids and numbers are ours


def _slot(slot: SlotWords, number: int, chosen: str, words: Mapping[Answer, str]) -> str:
    day, hours = escape(slot.day), escape(slot.hours)
    choices = "".join(
        f'<input class="t-slot__input" type="radio" id="s{number}{letter}" '
        f'name="answer-{slot.id}" value="{letter}"{" checked" if chosen == letter else ""}>'
        f'<label class="t-slot__label t-slot__label--{letter}" for="s{number}{letter}">'
        f'<span aria-hidden="true">{MARKS[letter]}</span> {word}</label>'
        for letter, word in words.items()
    )
    return (
        '<fieldset class="t-slot"><legend class="t-slot__when">'
        f'<span class="t-slot__day">{day}</span> <span class="t-slot__hours">{hours}</span>'
        f'</legend><div class="t-slot__choices">{choices}</div></fieldset>'
    )


def matrix_html(slots: list[Slot], participants: list[Participant], today: date) -> SafeString:
    """Return the table of everybody's answers."""
    heads = format_html_join(
        "",
        '<th scope="col"><span class="t-matrix__day">{}</span> {}</th>',
        ((slot.day_words(today), slot.hours_words) for slot in slots),
    )
    cells = _cells()
    order = [slot.public_id for slot in slots]
    rows = "".join(_row(row, order, cells) for row in participants)
    return format_html(
        '<table class="t-matrix"><caption class="fr-sr-only">{}</caption>'
        '<thead><tr><th scope="col" class="t-matrix__name">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        gettext("Everybody's answers, one person a line, one date a column"),
        gettext("Name"),
        heads,
        SafeString(rows),
    )


def _cells() -> dict[str, str]:
    """Return the HTML of a cell for each letter, and for no answer.

    A word for everybody; the sheet hides it from view and draws the mark of the class instead.
    There are hundreds of these cells: each character of them is compressed at each visit.
    """
    words = {answer.value: str(answer.label) for answer in Answer} | {"": gettext("no answer")}
    return {
        letter: str(
            format_html('<td class="t-matrix__{}"><span>{}</span></td>', letter or "blank", word)
        )
        for letter, word in words.items()
    }


def _row(row: Participant, order: list[str], cells: dict[str, str]) -> str:
    name = escape(row.name)
    given = "".join(_given(row.answers, order, cells))
    return f'<tr><th scope="row" class="t-matrix__name">{name}</th>{given}</tr>'


def _given(answers: Mapping[str, str], order: list[str], cells: dict[str, str]) -> Iterator[str]:
    for slot_id in order:
        yield cells.get(answers.get(slot_id, ""), cells[""])
