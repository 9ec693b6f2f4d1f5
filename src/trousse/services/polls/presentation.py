"""Turns what was read of a poll into what its templates print: words, counts, marks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from trousse.services.polls.models import Answer, Participant, Slot
from trousse.services.polls.queries import PollPage, Tally, names_with

NAMES_IN_A_SENTENCE = 3
MATRIX_SECONDS = 3600
MARKS = {Answer.YES: "✓", Answer.IF_NEED_BE: "(✓)", Answer.NO: "✗"}


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """One slot as the form asks about it. ``chosen``: an answer letter, or empty."""

    slot: Slot
    number: int
    day: str
    hours: str
    chosen: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One slot as the results tell it."""

    tally: Tally
    day: str
    hours: str
    sentence: str
    is_best: bool
    is_decided: bool


def slot_choices(slots: list[Slot], answers: Mapping[str, str], today: date) -> list[SlotChoice]:
    """Return the questions of the form with the answers already given."""
    return [
        SlotChoice(
            slot=slot,
            number=number,
            day=slot.day_words(today),
            hours=slot.hours_words,
            chosen=answers.get(slot.public_id, ""),
        )
        for number, slot in enumerate(slots, start=1)
    ]


def result_lines(page: PollPage, today: date) -> list[ResultLine]:
    """Return the slots in calendar order, each with its sentence."""
    best = {tally.slot.pk for tally in page.best}
    return [
        ResultLine(
            tally=tally,
            day=tally.slot.day_words(today),
            hours=tally.slot.hours_words,
            sentence=tally_sentence(tally, page.participants),
            is_best=tally.slot.pk in best,
            is_decided=tally.slot.pk == page.poll.decided_slot_id,
        )
        for tally in page.tallies
    ]


def tally_sentence(tally: Tally, participants: list[Participant]) -> str:
    """Return the sentence of a slot, such as « Suits 8 of 9 people; Karim, if need be. »."""
    total = len(participants)
    if not total:
        return gettext("Nobody has answered yet.")
    if not tally.available:
        return gettext("Suits nobody.")
    suits = ngettext(
        "Suits %(yes)d of %(total)d person", "Suits %(yes)d of %(total)d people", total
    ) % {"yes": tally.available, "total": total}
    if not tally.if_need_be:
        return f"{suits}."
    names = names_with(participants, tally.slot, Answer.IF_NEED_BE, NAMES_IN_A_SENTENCE)
    rest = tally.if_need_be - len(names)
    if rest:
        names.append(ngettext("%d other", "%d others", rest) % rest)
    return gettext("%(suits)s; %(names)s, if need be.") % {
        "suits": suits,
        "names": ", ".join(names),
    }


def matrix_html(page: PollPage, today: date) -> SafeString:
    """Return the table of everybody's answers, kept until something happens to the poll.

    Built from constant cells rather than by a template: 300 cells are the cost of the page.
    """
    key = f"polls.matrix.{page.poll.public_id}.{page.sequence}.{get_language()}.{today}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = str(_matrix(page, today))
        cache.set(key, kept, MATRIX_SECONDS)
    return SafeString(kept)


def _matrix(page: PollPage, today: date) -> SafeString:
    heads = format_html_join(
        "",
        '<th scope="col"><span class="t-matrix__day">{}</span> {}</th>',
        ((slot.day_words(today), slot.hours_words) for slot in page.slots),
    )
    cells = _cells()
    order = [slot.public_id for slot in page.slots]
    rows = "".join(_row(row, order, cells) for row in page.participants)
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
    """Return the HTML of a cell for each letter, and for no answer."""
    found = {
        answer.value: str(
            format_html(
                '<td class="t-matrix__cell t-matrix__cell--{}"><span aria-hidden="true">{}</span>'
                '<span class="fr-sr-only">{}</span></td>',
                answer.value,
                MARKS[answer],
                answer.label,
            )
        )
        for answer in Answer
    }
    blank = gettext("no answer")
    found[""] = str(
        format_html(
            '<td class="t-matrix__cell"><span aria-hidden="true">–</span>'
            '<span class="fr-sr-only">{}</span></td>',
            blank,
        )
    )
    return found


def _row(row: Participant, order: list[str], cells: dict[str, str]) -> str:
    name = escape(row.name)
    given = "".join(_given(row.answers, order, cells))
    return f'<tr><th scope="row" class="t-matrix__name">{name}</th>{given}</tr>'


def _given(answers: Mapping[str, str], order: list[str], cells: dict[str, str]) -> Iterator[str]:
    for slot_id in order:
        yield cells.get(answers.get(slot_id, ""), cells[""])
