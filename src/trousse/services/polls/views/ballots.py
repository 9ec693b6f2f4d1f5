"""The form of answers on the page of a poll: what it asks, and filling it many dates at once."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import ngettext

from trousse.accounts.current import Visitor
from trousse.services.polls.asking import read_replies
from trousse.services.polls.ballot_markup import slots_html
from trousse.services.polls.ballot_slots import filled
from trousse.services.polls.ballot_words import Filled
from trousse.services.polls.forms import BallotForm, read_answers
from trousse.services.polls.free_time import Conflict, conflicts_of, proposed_answers
from trousse.services.polls.presentation import SharedPart
from trousse.services.polls.queries import PollPage

FILL, FILL_SERIES = "fill", "fill_series"
FROM_AGENDA = "agenda"
MOST_KEPT = 300
"""Characters of a field that are shown again: what is longer is refused when it is saved."""


def ballot_context(
    page: PollPage,
    shared: SharedPart,
    visitor: Visitor,
    answers: Mapping[str, str],
    *,
    marks_new: bool = False,
) -> dict[str, Any]:
    """Return what the template of the form needs; conflicts are those of the visitor alone.

    ``marks_new``: slots without answer are pointed out.
    """
    conflicts: dict[str, Conflict] = {}
    asks_agenda = visitor.user is not None and page.can_answer
    if visitor.user is not None and asks_agenda:
        conflicts = conflicts_of(page.poll, shared.slots, visitor.user)
    return {
        "slots": slots_html(shared.slots, answers, conflicts, marks_new=marks_new)
        if page.can_answer
        else "",
        "series": shared.series,
        "weeks": shared.weeks,
        "asks_agenda": asks_agenda,
        "conflicts": len(conflicts),
    }


def fill_answers(data: QueryDict, page: PollPage, shared: SharedPart, visitor: Visitor) -> Filled:
    """Return what a form held with more answers filled in, and a sentence about it."""
    answers, what = read_answers(data), str(data[FILL])
    if what == FROM_AGENDA and visitor.user is not None:
        conflicts = conflicts_of(page.poll, shared.slots, visitor.user)
        after = answers | proposed_answers(shared.slots, conflicts)
    else:
        after = filled(shared.slots, answers, str(data.get(FILL_SERIES, "")), what)
    changed = sum(1 for slot, letter in after.items() if answers.get(slot) != letter)
    words = ngettext(
        "%(n)d date filled in. Look at it, then save: nothing is saved yet.",
        "%(n)d dates filled in. Look at them, then save: nothing is saved yet.",
        changed,
    )
    return Filled(after, read_replies(data), words % {"n": changed})


def same_form(data: QueryDict, *, is_agent: bool) -> BallotForm:
    """Return the form as it was sent, not judged yet."""
    fields = ("name", "email", "key", "slots_hash", "version")
    start = {name: data.get(name, "")[:MOST_KEPT] for name in fields}
    return BallotForm(initial=start, is_agent=is_agent)
