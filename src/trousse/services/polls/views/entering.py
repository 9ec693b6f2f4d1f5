"""An organiser answers for somebody: who said it aloud, on paper or by telephone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.errors import Conflict, InvalidInput, NotFound, TrousseError
from trousse.core.ids import new_public_id
from trousse.services.polls.access import access_poll
from trousse.services.polls.asking import read_replies
from trousse.services.polls.ballot_markup import slots_html
from trousse.services.polls.ballot_words import Filled, asked
from trousse.services.polls.entering import (
    change_entered,
    enter_answers,
    entered_row,
    entered_rows,
    erase_entered,
    people_to_answer_for,
)
from trousse.services.polls.entry_form import EntryForm
from trousse.services.polls.forms import read_answers
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.presentation import shared_part
from trousse.services.polls.queries import PollPage, read_poll_page

NOTHING = Filled({}, {})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Answer for somebody who has not, chosen among those invited or named."""
    visitor = visitor_of(request)
    poll = _asking(access_poll(visitor, poll_id, for_="manage"))
    page = read_poll_page(poll, visitor)
    people = people_to_answer_for(poll)
    if request.method != "POST":
        start = {"key": new_public_id(), "slots_hash": shared_part(page).slots_hash}
        form = EntryForm(initial=start, people=people, may_invite=page.can_share)
        return _page(request, page, form, NOTHING)
    form = EntryForm(request.POST, people=people, may_invite=page.can_share)
    filled = Filled(read_answers(request.POST), read_replies(request.POST))
    if not form.is_valid():
        return _page(request, page, form, filled)
    try:
        row = enter_answers(poll, form.somebody, form.entry(*filled[:2]), signed_in(request))
    except (Conflict, InvalidInput) as error:
        return _page(request, page, form, filled, error=error)
    return _done(request, poll, row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entered(request: HttpRequest, poll_id: str, row_id: str) -> HttpResponse:
    """Change or erase what an organiser entered, until the person takes it over."""
    visitor = visitor_of(request)
    poll = _asking(access_poll(visitor, poll_id, for_="manage"))
    row = entered_row(poll, row_id)
    page = read_poll_page(poll, visitor)
    if request.method != "POST":
        start = {
            "key": new_public_id(),
            "slots_hash": shared_part(page).slots_hash,
            "version": row.version,
        }
        form = EntryForm(initial=start, people=None)
        return _page(request, page, form, Filled(row.answers, row.replies), row=row)
    if "erase" in request.POST:
        erase_entered(poll, row, signed_in(request))
        messages.success(request, gettext("The answers of %(name)s are erased.") % {"name": row})
        return redirect(poll)
    return _changed(request, page, row)


def _asking(poll: Poll) -> Poll:
    """Return ``poll`` if it asks when people can come; appointments are taken elsewhere."""
    if poll.is_booking:
        raise NotFound
    return poll


def _changed(request: HttpRequest, page: PollPage, row: Participant) -> HttpResponse:
    form = EntryForm(request.POST, people=None)
    filled = Filled(read_answers(request.POST), read_replies(request.POST))
    if not form.is_valid():
        return _page(request, page, form, filled, row=row)
    try:
        change_entered(page.poll, row, form.entry(*filled[:2]), signed_in(request))
    except (Conflict, InvalidInput) as error:
        return _page(request, page, form, filled, row=row, error=error)
    return _done(request, page.poll, row)


def _done(request: HttpRequest, poll: Poll, row: Participant) -> HttpResponse:
    words = gettext("The answers of %(name)s are saved.") % {"name": row}
    messages.success(request, words)
    return redirect(poll)


def _page(  # what was sent, for whom, and what is wrong with it
    request: HttpRequest,
    page: PollPage,
    form: EntryForm,
    filled: Filled,
    *,
    row: Participant | None = None,
    error: TrousseError | None = None,
) -> HttpResponse:
    shared = shared_part(page)
    context: dict[str, Any] = {
        "poll": page.poll,
        "form": form,
        "row": row,
        "rows": [] if row else entered_rows(page.poll),
        "slots": slots_html(shared.slots, filled.answers),
        "questions": asked(page.poll, filled.replies, error),
        "error": error,
    }
    status = error.status if error else HttpResponse.status_code
    return render(request, "polls/enter.html", context, status=status)
