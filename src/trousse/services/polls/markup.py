"""The table of everybody's answers: one row per person, one column per slot.

Built from constant markup rather than by templates, which would take five to ten times as long:
these are hundreds of tags on the page that is opened most.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from trousse.services.polls.models import Answer, Participant, Slot


def matrix_html(slots: list[Slot], participants: list[Participant], today: date) -> SafeString:
    """Return the table of everybody's answers."""
    heads = format_html_join(
        "",
        '<th scope="col"><span class="t-matrix__day">{}</span> {} {}</th>',
        ((slot.day_words(today), slot.hours_words, slot.place) for slot in slots),
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
    return f'<tr><th scope="row" class="t-matrix__name">{name}{_trace(row)}</th>{given}</tr>'


def _trace(row: Participant) -> str:
    """Return who wrote a row for somebody, "" when they did themselves."""
    if row.entered_by is None:
        return ""
    words = gettext("entered by %(name)s") % {"name": row.entered_by.full_name}
    return f' <small class="t-matrix__by">{escape(words)}</small>'


def _given(answers: Mapping[str, str], order: list[str], cells: dict[str, str]) -> Iterator[str]:
    for slot_id in order:
        yield cells.get(answers.get(slot_id, ""), cells[""])
