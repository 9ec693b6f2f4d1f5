"""Turns what was read of a poll into what its templates print: words, counts, marks."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from trousse.services.polls.asking import replies_of
from trousse.services.polls.ballot_markup import series_html
from trousse.services.polls.ballot_slots import SlotWords, words_of_slots
from trousse.services.polls.letters import today_in
from trousse.services.polls.markup import matrix_html
from trousse.services.polls.models import Answer, Participant
from trousse.services.polls.queries import PollPage, Tally, hash_slots, names_with

NAMES_IN_A_SENTENCE = 3
SHARED_SECONDS = 600
FEWEST_AT_ONCE = 4
"""Slots from which on answering several at once spares something."""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One slot as the results tell it."""

    tally: Tally
    day: str
    hours: str
    sentence: str
    is_best: bool
    is_decided: bool


@dataclass(frozen=True, slots=True)
class SharedPart:
    """What a page shows of a poll to everybody. ``slots_hash``: see ``queries.hash_slots``.

    ``series``: options of what may be answered at once, for a long list.
    """

    results: SafeString
    slots: list[SlotWords]
    slots_hash: str
    has_hours: bool
    series: SafeString


def result_lines(page: PollPage, today: date) -> list[ResultLine]:
    """Return the slots in calendar order, each with its sentence."""
    best = {tally.slot.pk for tally in page.best}
    return [
        ResultLine(
            tally=tally,
            day=tally.slot.day_words(today),
            hours=tally.slot.hours_words,
            sentence=tally_sentence(tally, page.participants, names=page.sees_names),
            is_best=tally.slot.pk in best,
            is_decided=tally.slot.pk == page.poll.decided_slot_id,
        )
        for tally in page.tallies
    ]


def tally_sentence(tally: Tally, participants: list[Participant], *, names: bool) -> str:
    """Return the sentence of a slot, such as « Suits 8 people of 9; Karim, if need be. ».

    ``names``: whether who reads it may know who answered what.
    """
    total = len(participants)
    if not total:
        return gettext("Nobody has answered yet.")
    if not tally.available:
        return gettext("Suits nobody.")
    suits = ngettext(
        "Suits %(yes)d person of %(total)d", "Suits %(yes)d people of %(total)d", tally.available
    ) % {"yes": tally.available, "total": total}
    if not tally.if_need_be:
        return f"{suits}."
    limit = NAMES_IN_A_SENTENCE if names else 0
    said = names_with(participants, tally.slot, Answer.IF_NEED_BE, limit)
    rest = tally.if_need_be - len(said)
    if rest:
        said.append(ngettext("%d other", "%d others", rest) % rest if said else str(rest))
    return gettext("%(suits)s; %(names)s, if need be.") % {
        "suits": suits,
        "names": ", ".join(said),
    }


def shared_part(page: PollPage) -> SharedPart:
    """Return what all visitors are shown, but for the organiser's buttons in the results.

    Kept until something happens to the poll: it is the cost of the page, and after each vote
    every open page asks for it. Kept ten minutes at most, because what erases a person or
    restores a backup tells nothing to the poll.
    """
    poll, today = page.poll, today_in(page.poll)
    audience = _audience(page)
    key = f"polls.shared.{poll.public_id}.{page.sequence}.{get_language()}.{today}.{audience}"
    kept: SharedPart | None = cache.get(key)
    if kept is None:
        kept = _make_shared_part(page, today)
        cache.set(key, kept, SHARED_SECONDS)
    return kept


def _audience(page: PollPage) -> str:
    """Return the name of those who are shown the same as this visitor."""
    if page.can_manage:
        return "organiser"
    if not page.sees_answers:
        return "answers-hidden"
    return "everybody" if page.sees_names else "names-hidden"


def _make_shared_part(page: PollPage, today: date) -> SharedPart:
    slots = words_of_slots(page.slots, today, ZoneInfo(page.poll.time_zone))
    template = "polls/_results.html" if page.sees_answers else "polls/_results_hidden.html"
    context = _results_context(page, today) if page.sees_answers else {"page": page}
    return SharedPart(
        results=render_to_string(template, context),
        slots=slots,
        slots_hash=hash_slots(page.slots),
        has_hours=any(slot.start for slot in page.slots),
        series=series_html(slots) if len(slots) >= FEWEST_AT_ONCE else SafeString(),
    )


def _results_context(page: PollPage, today: date) -> dict[str, Any]:
    lines = result_lines(page, today)
    has_table = page.sees_names and page.participants
    return {
        "page": page,
        "poll": page.poll,
        "lines": lines,
        "best": [line for line in lines if line.is_best],
        "decided": next((line for line in lines if line.is_decided), None),
        "matrix": matrix_html(page.slots, page.participants, today) if has_table else "",
        "replies": replies_of(page.poll, page.participants),
    }
