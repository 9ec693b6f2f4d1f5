"""The page of a poll: answering, results, live part."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import Visitor, remember_key, visitor_of
from trousse.accounts.queries import token_of_guest
from trousse.comments.queries import has_comments
from trousse.core.dates import hour_label, zone_label
from trousse.core.errors import Conflict, InvalidInput, NotFound, TrousseError
from trousse.core.ids import new_public_id
from trousse.core.limits import limit
from trousse.services.polls.access import access_poll, find_own_row, invited_guest
from trousse.services.polls.asking import read_replies
from trousse.services.polls.ballot_words import Filled, asked, deadline_words, unsaved
from trousse.services.polls.finding import send_links
from trousse.services.polls.forms import (
    BallotForm,
    initial_ballot,
    known_language,
    read_answers,
)
from trousse.services.polls.inviting import read_missing
from trousse.services.polls.keeping import deletion_day
from trousse.services.polls.letters import personal_link
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.presentation import SharedPart, shared_part
from trousse.services.polls.queries import PollPage, link_to, read_poll_page
from trousse.services.polls.results import known_order
from trousse.services.polls.views.ballots import FILL, ballot_context, fill_answers, same_form
from trousse.services.polls.views.booking import booking_list, booking_page
from trousse.services.polls.views.proposals import proposals_of
from trousse.services.polls.voting import (
    AddressAnswered,
    Saved,
    SlotsChanged,
    cast_vote,
    withdraw_vote,
)
from trousse.ui.pages import page_is_about

JUST_SAVED = "enregistre"
"""In the address after a vote: a message in the session would cost two writes and a session."""
VOTES_PER_ADDRESS = "600/m"
NEW_ROWS_PER_ADDRESS = "200/h"


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show a poll, and save an answer to it."""
    visitor = visitor_of(request)
    poll = access_poll(visitor, poll_id, for_="vote" if request.method == "POST" else "view")
    page_is_about(request, poll.ref)
    if poll.is_booking:
        return booking_page(request, visitor, poll)
    if request.method == "POST":
        return (_fill if FILL in request.POST else _vote)(request, visitor, poll)
    page = read_poll_page(poll, visitor)
    shared = shared_part(page, _order(request))  # may read every row, the own one too
    own = page.own
    guest = own.guest if own else invited_guest(poll, visitor)
    start = initial_ballot(own, guest, new_public_id(), shared.slots_hash)
    form = BallotForm(initial=start, is_agent=visitor.user is not None)
    filled = Filled(own.answers, own.replies) if own else Filled({}, {})
    return _poll_page(request, page, shared, form, filled)


@require_safe
def results(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Return the results alone, for pages that follow the poll live."""
    visitor = visitor_of(request)
    poll = access_poll(visitor, poll_id, for_="view")
    if poll.is_booking:
        return booking_list(request, visitor, poll)
    page = read_poll_page(poll, visitor)
    return _private(HttpResponse(shared_part(page, _order(request)).results))


@require_POST
def withdraw(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Erase one's own answers."""
    visitor = visitor_of(request)
    poll = access_poll(visitor, poll_id, for_="vote")
    if poll.is_booking:
        raise NotFound
    own = find_own_row(poll, visitor)
    if own is not None:
        withdraw_vote(poll, own)
        messages.success(request, gettext("Your answers are erased."))
    return _private(redirect(poll))


def _fill(request: HttpRequest, visitor: Visitor, poll: Poll) -> HttpResponse:
    """Show the form again with several dates filled in; nothing is saved."""
    page = read_poll_page(poll, visitor)
    shared = shared_part(page)
    filled = fill_answers(request.POST, page, shared, visitor)
    form = same_form(request.POST, is_agent=visitor.user is not None)
    return _poll_page(request, page, shared, form, filled)


def _vote(request: HttpRequest, visitor: Visitor, poll: Poll) -> HttpResponse:
    answers = read_answers(request.POST)
    form = BallotForm(request.POST, is_agent=visitor.user is not None)
    try:
        saved = _save(request, visitor, poll, form, answers)
    except (Conflict, InvalidInput) as error:
        if isinstance(error, AddressAnswered):
            send_links(form.cleaned_data["email"])
        if _wants_json(request):
            raise
        return _typed_again(request, visitor, poll, form, answers, error)
    response = _saved_reply(request, poll, saved)
    if saved.token:
        remember_key(response, request, saved.token)
    return _private(response)


def _save(
    request: HttpRequest, visitor: Visitor, poll: Poll, form: BallotForm, answers: dict[str, str]
) -> Saved:
    if not form.is_valid():
        raise _first_error(form)
    user = visitor.user
    own = find_own_row(poll, visitor)
    if user is None:
        limit(request, "polls:vote", key=poll.public_id, rate=VOTES_PER_ADDRESS)
        if own is None:
            limit(request, "polls:answer", key=poll.public_id, rate=NEW_ROWS_PER_ADDRESS)
    language = known_language(get_language())
    name = user.full_name[:80] if user else ""
    ballot = form.ballot(answers, read_replies(request.POST), name=name, language=language)
    return cast_vote(poll, ballot, own=own, user=user)


def _first_error(form: BallotForm) -> InvalidInput:
    field, errors = next(iter(form.errors.items()))
    return InvalidInput(errors[0], field=field)


def _typed_again(  # what was sent, by whom, and what is wrong with it
    request: HttpRequest,
    visitor: Visitor,
    poll: Poll,
    form: BallotForm,
    answers: dict[str, str],
    error: TrousseError,
) -> HttpResponse:
    """Show the page again with what was sent, made for the poll as it is now."""
    fresh = read_poll_page(access_poll(visitor, poll.public_id, for_="view"), visitor)
    shared = shared_part(fresh)
    data = request.POST.copy()
    data["slots_hash"] = shared.slots_hash
    data["version"] = str(fresh.own.version) if fresh.own else ""
    if form.errors:
        again = form
    else:
        again = BallotForm(data, is_agent=form.is_agent)
        again.is_valid()
    filled = Filled(answers, read_replies(request.POST))
    response = _poll_page(request, fresh, shared, again, filled, error=error)
    response.status_code = error.status
    return response


def _saved_reply(request: HttpRequest, poll: Poll, saved: Saved) -> HttpResponse:
    if not _wants_json(request):
        return redirect(f"{poll.get_absolute_url()}?{JUST_SAVED}#reponse")
    words = _saved_words(saved.participant)
    reply: dict[str, Any] = {"message": words, "version": saved.participant.version}
    if saved.token:
        reply["personal_link"] = personal_link(poll, saved.token)
    return JsonResponse(reply)


def _saved_words(row: Participant) -> str:
    at = hour_label(timezone.localtime(row.changed_at).time())
    return gettext("Saved at %(hour)s.") % {"hour": at}


def _poll_page(
    request: HttpRequest,
    page: PollPage,
    shared: SharedPart,
    form: BallotForm,
    filled: Filled,
    *,
    error: TrousseError | None = None,
) -> HttpResponse:
    poll, own = page.poll, page.own
    token = token_of_guest(own.guest) if own and own.guest else ""
    just_created = "partager" in request.GET and page.can_share
    context = {
        "page": page,
        "poll": poll,
        "results": shared.results,
        "order": _order(request),
        "form": form,
        **_ballot(request, page, shared, filled, error),
        "questions": asked(poll, filled.replies, error) if page.can_answer else [],
        "unsaved": unsaved(shared.slots, filled.answers) if error and not page.can_answer else [],
        "deadline": deadline_words(poll),
        "comments_shown": poll.may_comment or has_comments(poll.ref),
        "told": filled.told,
        "error": error,
        "own": own,
        "own_name": own.name if own else _account_name(request),
        "saved": _saved_words(own) if own and JUST_SAVED in request.GET else "",
        "personal_link": personal_link(poll, token) if token else "",
        "poll_link": link_to(poll) if just_created else "",
        "proposals": proposals_of(poll) if page.can_manage and poll.is_open else [],
        "missing": read_missing(poll) if page.can_manage and poll.is_open else None,
        "zone": zone_label(poll.time_zone) if shared.has_hours or poll.deadline else "",
        "just_created": just_created,
        "deletion_day": deletion_day(poll) if page.can_manage else None,
    }
    return _private(render(request, "polls/detail.html", context))


def _account_name(request: HttpRequest) -> str:
    """Return the name under which an account answers, "" for whoever has none."""
    user = visitor_of(request).user
    return user.full_name if user else ""


def _order(request: HttpRequest) -> str:
    return known_order(request.GET.get("tri", ""))


def _ballot(
    request: HttpRequest,
    page: PollPage,
    shared: SharedPart,
    filled: Filled,
    error: TrousseError | None,
) -> dict[str, Any]:
    """Return the form of answers; what came after the others were answered is pointed out."""
    has_new = isinstance(error, SlotsChanged) or bool(page.own and page.own.answers)
    visitor = visitor_of(request)
    return ballot_context(page, shared, visitor, filled.answers, marks_new=has_new)


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _private(response: HttpResponse) -> HttpResponse:
    """Keep a page that a secret link opens out of caches and search engines."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
