"""Turns what was read of a poll into what its templates print: words, counts, marks."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from trousse.services.polls.ballot_markup import series_html, weeks_html
from trousse.services.polls.ballot_slots import FEWEST_AT_ONCE, SlotWords, words_of_slots
from trousse.services.polls.letters import today_in
from trousse.services.polls.queries import PollPage, hash_slots
from trousse.services.polls.results import results_context

SHARED_SECONDS = 600


@dataclass(frozen=True, slots=True)
class SharedPart:
    """What a page shows of a poll to everybody. ``slots_hash``: see ``queries.hash_slots``.

    ``series``: options of what may be answered at once, ``weeks``: ways to each week; both for a
    long list.
    """

    results: SafeString
    slots: list[SlotWords]
    slots_hash: str
    has_hours: bool
    series: SafeString
    weeks: SafeString


def shared_part(page: PollPage, order: str = "") -> SharedPart:
    """Return what all visitors are shown, but for the organiser's buttons in the results.

    ``order``: of ``results.known_order``.

    Kept until something happens to the poll: it is the cost of the page, and after each vote
    every open page asks for it. Kept ten minutes at most, because what erases a person or
    restores a backup tells nothing to the poll.
    """
    poll, today = page.poll, today_in(page.poll)
    shown = f"{get_language()}.{today}.{_audience(page)}.{order}"
    key = f"polls.shared.{poll.public_id}.{page.sequence}.{shown}"
    kept: SharedPart | None = cache.get(key)
    if kept is None:
        kept = _make_shared_part(page, today, order)
        cache.set(key, kept, SHARED_SECONDS)
    return kept


def _audience(page: PollPage) -> str:
    """Return the name of those who are shown the same as this visitor."""
    if page.can_manage:
        return "organiser"
    if not page.sees_answers:
        return "answers-hidden"
    return "everybody" if page.sees_names else "names-hidden"


def _make_shared_part(page: PollPage, today: date, order: str) -> SharedPart:
    is_limited = any(slot.capacity for slot in page.slots)
    taken = {one.slot.public_id: one.yes for one in page.tallies} if is_limited else {}
    slots = words_of_slots(page.slots, today, ZoneInfo(page.poll.time_zone), taken)
    template = "polls/_results.html" if page.sees_answers else "polls/_results_hidden.html"
    context = results_context(page, today, order) if page.sees_answers else {"page": page}
    return SharedPart(
        results=render_to_string(template, context),
        slots=slots,
        slots_hash=hash_slots(page.slots),
        has_hours=any(slot.start for slot in page.slots),
        series=series_html(slots) if len(slots) >= FEWEST_AT_ONCE else SafeString(),
        weeks=weeks_html(slots) if len(slots) >= FEWEST_AT_ONCE else SafeString(),
    )
