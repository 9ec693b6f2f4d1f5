"""The page of a poll: answering, results, live part."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import signed_in_or_none
from trousse.core.dates import hour_label, zone_label
from trousse.core.errors import Conflict, InvalidInput, TrousseError
from trousse.core.ids import new_public_id
from trousse.core.limits import limit
from trousse.services.polls.access import (
    access_poll,
    find_own_row,
    guest_cookie_name,
    guest_token,
    hash_token,
)
from trousse.services.polls.forms import (
    BallotForm,
    initial_ballot,
    known_language,
    read_answers,
)
from trousse.services.polls.markup import slots_html
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.presentation import SharedPart, shared_part
from trousse.services.polls.queries import PollPage, read_poll_page
from trousse.services.polls.voting import Saved, cast_vote, withdraw_vote

JUST_SAVED = "enregistre"
"""In the address after a vote: a message in the session would cost two writes and a session."""
GUEST_COOKIE_SECONDS = 180 * 24 * 3600
VOTES_PER_ADDRESS = "600/m"
NEW_ROWS_PER_ADDRESS = "200/h"


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show a poll, and save an answer to it."""
    poll = access_poll(request.user, poll_id, for_="view")
    if request.method == "POST":
        return _vote(request, poll)
    page = read_poll_page(poll, request.user, request.COOKIES)
    own, shared = page.own, shared_part(page)
    start = initial_ballot(own, new_public_id(), shared.slots_hash)
    form = BallotForm(initial=start, is_agent=request.user.is_authenticated)
    return _poll_page(request, page, shared, form, own.answers if own else {})


@require_safe
def results(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Return the results alone, for pages that follow the poll live."""
    poll = access_poll(request.user, poll_id, for_="view")
    page = read_poll_page(poll, request.user, request.COOKIES)
    return _private(HttpResponse(shared_part(page).results))


@require_safe
def personal(request: HttpRequest, poll_id: str, token: str) -> HttpResponse:
    """Open a guest's personal link: their browser keeps the token, the address loses it."""
    poll = access_poll(request.user, poll_id, for_="view")
    response = redirect(poll)
    if poll.participants.filter(token_hash=hash_token(token)).exists():
        _keep_token(response, poll, token)
    else:
        messages.warning(request, gettext("This personal link is no longer valid."))
    response["Referrer-Policy"] = "no-referrer"
    return _private(response)


@require_POST
def withdraw(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Erase one's own answers."""
    poll = access_poll(request.user, poll_id, for_="vote")
    own = find_own_row(poll, request.user, request.COOKIES)
    response = redirect(poll)
    if own is not None:
        withdraw_vote(poll, own)
        response.delete_cookie(guest_cookie_name(poll), path=poll.get_absolute_url())
        messages.success(request, gettext("Your answers are erased."))
    return _private(response)


def _vote(request: HttpRequest, poll: Poll) -> HttpResponse:
    answers = read_answers(request.POST)
    form = BallotForm(request.POST, is_agent=request.user.is_authenticated)
    try:
        saved = _save(request, poll, form, answers)
    except (Conflict, InvalidInput) as error:
        if _wants_json(request):
            raise
        return _typed_again(request, poll, form, answers, error)
    response = _saved_reply(request, poll, saved)
    if saved.token:
        _keep_token(response, poll, saved.token)
    return _private(response)


def _save(request: HttpRequest, poll: Poll, form: BallotForm, answers: dict[str, str]) -> Saved:
    if not form.is_valid():
        raise _first_error(form)
    user = signed_in_or_none(request)
    own = find_own_row(poll, request.user, request.COOKIES)
    if user is None:
        limit(request, "polls:vote", key=poll.public_id, rate=VOTES_PER_ADDRESS)
        if own is None:
            limit(request, "polls:answer", key=poll.public_id, rate=NEW_ROWS_PER_ADDRESS)
    language = known_language(get_language())
    name = user.full_name[:80] if user else ""
    ballot = form.ballot(answers, name=name, language=language)
    return cast_vote(poll, ballot, own=own, user=user)


def _first_error(form: BallotForm) -> InvalidInput:
    field, errors = next(iter(form.errors.items()))
    return InvalidInput(errors[0], field=field)


def _typed_again(
    request: HttpRequest,
    poll: Poll,
    form: BallotForm,
    answers: dict[str, str],
    error: TrousseError,
) -> HttpResponse:
    """Show the page again with what was sent, made for the poll as it is now."""
    fresh = read_poll_page(poll, request.user, request.COOKIES)
    shared = shared_part(fresh)
    data = request.POST.copy()
    data["slots_hash"] = shared.slots_hash
    data["version"] = str(fresh.own.version) if fresh.own else ""
    if form.errors:
        again = form
    else:
        again = BallotForm(data, is_agent=form.is_agent)
        again.is_valid()
    response = _poll_page(request, fresh, shared, again, answers, error=error)
    response.status_code = error.status
    return response


def _saved_reply(request: HttpRequest, poll: Poll, saved: Saved) -> HttpResponse:
    if not _wants_json(request):
        return redirect(f"{poll.get_absolute_url()}?{JUST_SAVED}#reponse")
    words = _saved_words(saved.participant)
    reply: dict[str, Any] = {"message": words, "version": saved.participant.version}
    if saved.token:
        reply["personal_link"] = _personal_link(request, poll, saved.token)
    return JsonResponse(reply)


def _saved_words(row: Participant) -> str:
    at = hour_label(timezone.localtime(row.changed_at).time())
    return gettext("Saved at %(hour)s.") % {"hour": at}


def _poll_page(
    request: HttpRequest,
    page: PollPage,
    shared: SharedPart,
    form: BallotForm,
    answers: dict[str, str],
    *,
    error: TrousseError | None = None,
) -> HttpResponse:
    poll, own = page.poll, page.own
    token = guest_token(request.COOKIES, poll) if own and not own.user_id else ""
    context = {
        "page": page,
        "poll": poll,
        "results": shared.results,
        "form": form,
        "slots": slots_html(shared.slots, answers),
        "error": error,
        "own": own,
        "saved": _saved_words(own) if own and JUST_SAVED in request.GET else "",
        "personal_link": _personal_link(request, poll, token) if token else "",
        "poll_link": request.build_absolute_uri(poll.get_absolute_url()),
        "zone": zone_label(poll.time_zone) if shared.has_hours else "",
        "just_created": "partager" in request.GET and page.can_manage,
    }
    return _private(render(request, "polls/detail.html", context))


def _personal_link(request: HttpRequest, poll: Poll, token: str) -> str:
    return request.build_absolute_uri(reverse("polls:personal", args=[poll.public_id, token]))


def _keep_token(response: HttpResponse, poll: Poll, token: str) -> None:
    response.set_cookie(
        guest_cookie_name(poll),
        token,
        max_age=GUEST_COOKIE_SECONDS,
        path=poll.get_absolute_url(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _private(response: HttpResponse) -> HttpResponse:
    """Keep a page that a secret link opens out of caches and search engines."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
