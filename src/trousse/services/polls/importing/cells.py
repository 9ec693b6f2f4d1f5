"""The cells of an imported table: what a proposal and an answer are written like."""

import re
from collections.abc import Sequence
from datetime import date, time

from trousse.services.polls.models import Answer
from trousse.services.polls.proposing.sentence_dates import fold, parse_dates
from trousse.services.polls.proposing.slots import SlotDraft
from trousse.services.polls.slot_rows import parse_day

NOTHING_SAID = ("inconnu", "unknown", "?", "-", "–")
WORDS: dict[str, str] = {
    **dict.fromkeys(("oui", "yes", "ok", "x", "✓", "y"), Answer.YES.value),
    **dict.fromkeys(
        (
            *("si besoin", "si nécessaire", "si necessaire", "(oui)", "(yes)", "peut-être"),
            *("if need be", "ifneedbe", "if needed", "maybe", "(✓)"),
        ),
        Answer.IF_NEED_BE.value,
    ),
    **dict.fromkeys(("non", "no", "✗", "n"), Answer.NO.value),
    **dict.fromkeys(NOTHING_SAID, ""),
}
"""What tools write for each answer, in French and English, in lower case."""

_HOUR = r"(\d{1,2})\s?(?:[:hH]\s?(\d{2})?)(?::\d{2})?"
_HOURS = re.compile(rf"{_HOUR}(?:\s?(?:-|–|à|a)\s?{_HOUR})?")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_ENGLISH = {
    "monday": "lundi",
    "tuesday": "mardi",
    "wednesday": "mercredi",
    "thursday": "jeudi",
    "friday": "vendredi",
    "saturday": "samedi",
    "sunday": "dimanche",
}


def is_answer(cell: str) -> bool:
    """Tell whether a cell holds an answer, or the word for none."""
    return cell.casefold() in WORDS


def read_slot(parts: Sequence[str], today: date) -> SlotDraft | None:
    """Return the date that a column proposes; None when it is anything else.

    ``parts``: the cells on top of it, the day and perhaps the hours, or both in one.
    """
    day_text, hours_text = parts[0], " ".join(filter(None, parts[1:]))
    if not hours_text:
        day_text, hours_text = _split(day_text)
    day = _day(day_text, today)
    if day is None:
        return None
    if not hours_text:
        return SlotDraft(day)
    hours = _hours(hours_text)
    return SlotDraft(day, *hours) if hours else None


def _split(text: str) -> tuple[str, str]:
    """Return day and hours of one cell, such as « 2026-12-01 17:00 »."""
    match = _HOURS.search(text)
    return (text[: match.start()].strip(" ,"), text[match.start() :]) if match else (text, "")


def _day(text: str, today: date) -> date | None:
    iso = _ISO.search(text)
    known = parse_day(iso[0] if iso else text.strip())
    if known:
        return known
    folded = fold(text)
    for english, french in _ENGLISH.items():
        folded = folded.replace(english, french)
    folded = re.sub(r"\b(lun|mar|mer|jeu|ven|sam|dim)\.? (?=\d)", "", folded)
    try:
        found = parse_dates(folded, today)
    except ValueError:
        return None
    is_whole = not re.sub(r"[\s,.]", "", found.rest)
    return found.days[0] if len(found.days) == 1 and is_whole else None


def _hours(text: str) -> tuple[time, time | None] | None:
    """Return start and end; None when they are no hours, or end before they start."""
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        return None
    try:
        start = time(int(match[1]), int(match[2] or 0))
        end = time(int(match[3]), int(match[4] or 0)) if match[3] else None
    except ValueError:
        return None
    return None if end is not None and end <= start else (start, end)
