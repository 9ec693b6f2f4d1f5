"""Proposing something else in a poll, and looking at what others proposed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.errors import Conflict, InvalidInput, TrousseError
from trousse.core.limits import limit
from trousse.services.polls.access import access_poll, find_own_row
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.proposal_form import ProposalForm, proposal_form
from trousse.services.polls.reviewing import (
    offer_proposal,
    propose_slot,
    refuse_proposal,
    retract_proposal,
    waiting_slots,
)

UNPROCESSABLE = 422
PROPOSALS_OF_ONE = "10/h"


def proposals_of(poll: Poll) -> list[tuple[str, str, str]]:
    """Return what waits for a review: id, words, who proposed it; no query when nothing can."""
    if not poll.may_propose:
        return []
    today = today_in(poll)
    return [
        (slot.public_id, slot.words(today), slot.proposed_by.name if slot.proposed_by else "")
        for slot in waiting_slots(poll)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show what one proposed and waits for a review, and take another proposal."""
    visitor = visitor_of(request)
    poll = access_poll(visitor, poll_id, for_="vote")
    own = find_own_row(poll, visitor)
    if request.method != "POST":
        return _page(request, poll, own, proposal_form(poll))
    if own is None:
        messages.info(request, gettext("Answer first: you may then propose something else."))
        return redirect(poll)
    if "retract" in request.POST:
        retract_proposal(poll, request.POST["retract"], own)
        messages.success(request, gettext("Your proposal is taken back."))
        return redirect("polls:propose", poll.public_id)
    return _propose(request, poll, own)


def _propose(request: HttpRequest, poll: Poll, own: Participant) -> HttpResponse:
    limit(own.public_id, "polls:propose", rate=PROPOSALS_OF_ONE)
    form = proposal_form(poll, request.POST)
    if not form.is_valid():
        return _page(request, poll, own, form, status=UNPROCESSABLE)
    try:
        propose_slot(poll, form.draft, own)
    except Conflict as error:
        return _page(request, poll, own, form, error=error, status=error.status)
    words = gettext("Your proposal is sent to %(name)s, who will ask it of everybody or not.")
    messages.success(request, words % {"name": poll.organiser.full_name})
    return redirect("polls:propose", poll.public_id)


def _page(  # what was typed, by whom, and what is wrong with it
    request: HttpRequest,
    poll: Poll,
    own: Participant | None,
    form: ProposalForm,
    *,
    error: TrousseError | None = None,
    status: int = 200,
) -> HttpResponse:
    today = today_in(poll)
    mine = waiting_slots(poll, by=own) if own else []
    context = {
        "poll": poll,
        "own": own,
        "form": form,
        "error": error,
        "takes_proposals": poll.is_open and poll.may_propose,
        "mine": [(slot.public_id, slot.words(today)) for slot in mine],
    }
    response = render(request, "polls/propose.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_required
@require_POST
def review(request: HttpRequest, poll_id: str, slot_id: str) -> HttpResponse:
    """Ask everybody what somebody proposed, or refuse it."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    if "offer" in request.POST:
        done = offer_proposal(poll, slot_id, signed_in(request))
        words = gettext("This is now asked of everybody; those who had answered are told.")
    elif "refuse" in request.POST:
        done = refuse_proposal(poll, slot_id, signed_in(request))
        words = gettext("This proposal is gone; whoever made it is told.")
    else:
        raise InvalidInput(gettext("Accept the proposal or refuse it."))
    messages.success(request, words if done else gettext("This was looked at already."))
    return redirect(poll)
