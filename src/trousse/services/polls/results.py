"""The results of a poll as its page shows them: each slot in a sentence, in the order asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from trousse.services.polls.asking import replies_of
from trousse.services.polls.ballot_slots import room_words
from trousse.services.polls.explaining import Speaker, Verdict, speaker_of
from trousse.services.polls.markup import matrix_html
from trousse.services.polls.models import Participant, Slot
from trousse.services.polls.queries import PollPage, Tally
from trousse.services.polls.ranking import Judgement, Outlook, rank_slots
from trousse.services.polls.sentences import suits_sentence, tally_sentence

BY_RANK, BY_DATE = "rang", "date"
"""What an address may ask for (``?tri=``)."""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One slot as the results tell it. ``verdict``: None for a poll without condition.

    ``sentence``: holds the date too for the best ones; "" while nobody has answered.
    ``room``: how many places are left, "" without limit.
    """

    tally: Tally
    verdict: Verdict | None
    day: str
    hours: str
    sentence: str
    is_best: bool
    is_decided: bool
    room: str = ""


def known_order(text: str) -> str:
    """Return ``text`` when it names an order of the results, else ""."""
    return text if text in (BY_RANK, BY_DATE) else ""


def results_context(page: PollPage, today: date, order: str) -> dict[str, Any]:
    """Return what the template of the results needs.

    ``order``: of ``known_order``. "" ranks the list, and leaves the table by date.
    """
    judged = page.judged
    speaker = speaker_of(page) if page.requirements else None
    lines = _lines(page, today, speaker)
    places = [one.position for one in rank_slots(judged)]
    ranked = [lines[place] for place in places]
    columns = [page.slots[place] for place in places] if order == BY_RANK else page.slots
    best = [line for line in lines if line.is_best]
    return {
        "page": page,
        "poll": page.poll,
        "lines": lines if order == BY_DATE else ranked,
        "order": order or BY_RANK,
        "best": best,
        "asked": speaker.asked(judged[0]) if speaker and judged else [],
        "none_can": bool(page.participants) and _is_hopeless(judged),
        "decided": [line for line in lines if line.is_decided],
        "matrix": _matrix(page, columns, today),
        "replies": replies_of(page.poll, page.participants),
    }


def _lines(page: PollPage, today: date, speaker: Speaker | None) -> list[ResultLine]:
    """Return the slots in calendar order, each with its sentence."""
    best = {tally.slot.pk for tally in page.best}
    return [
        ResultLine(
            tally=tally,
            verdict=speaker.verdict(judgement) if speaker else None,
            day=tally.slot.day_words(today),
            hours=tally.slot.hours_words,
            sentence=_sentence(tally, page, today, is_best=tally.slot.pk in best),
            is_best=tally.slot.pk in best,
            is_decided=tally.slot.is_chosen,
            room=room_words(tally.slot, tally.yes),
        )
        for tally, judgement in zip(page.tallies, page.judged, strict=True)
    ]


def _sentence(tally: Tally, page: PollPage, today: date, *, is_best: bool) -> str:
    rows: list[Participant] = page.participants
    if not rows:
        return ""
    if is_best:
        return suits_sentence(tally, rows, today, names=page.sees_names)
    return tally_sentence(tally, rows, names=page.sees_names)


def _is_hopeless(judged: Sequence[Judgement]) -> bool:
    """Whether no date can satisfy the conditions any more."""
    return bool(judged) and all(one.outlook is Outlook.IMPOSSIBLE for one in judged)


def _matrix(page: PollPage, columns: list[Slot], today: date) -> str:
    if not (page.sees_names and page.participants):
        return ""
    return matrix_html(columns, page.participants, today)
