"""Proposing a service or a need, wishing what others propose, answering."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.errors import Conflict, TooManyRequests
from trousse.core.ids import new_public_id
from trousse.library.models import Proposal
from trousse.library.proposals.access import (
    access_answered_proposal,
    access_proposal,
    may_answer,
)
from trousse.library.proposals.forms import ReplyForm, WishForm, initial_reply
from trousse.library.proposals.operations import (
    answer_proposal,
    make_proposal,
    support_proposal,
    withdraw_support,
)
from trousse.library.proposals.queries import line_of, proposals_shown
from trousse.library.proposals.resembling import what_resembles

UNPROCESSABLE = 422


@login_required
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """List what people wish, the most wished first."""
    state = request.GET.get("etat", "")
    state = state if state in Proposal.State.values else ""
    lines = proposals_shown(visitor_of(request), state)
    context = {"lines": lines, "state": state, "states": Proposal.State.choices}
    return render(request, "library/proposals/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose something; what resembles it is shown once before it is kept."""
    start = {"key": new_public_id(), "title": request.GET.get("texte", "")[:100]}
    form = WishForm(request.POST or None, initial=start)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, UNPROCESSABLE if form.errors else 200)
    alike = what_resembles(visitor_of(request), form.cleaned_data["title"])
    if alike and not form.was_warned:
        return _form_page(request, _seen(form), alike=alike)
    try:
        key = form.cleaned_data["key"]
        proposal = make_proposal(form.wish, key=key, by=signed_in(request))
    except TooManyRequests as error:
        form.add_error(None, gettext("That is enough for today: five proposals a day at most."))
        return _form_page(request, form, error.status)
    messages.success(request, gettext("Thank you. Others can now support your proposal."))
    return redirect(proposal)


@login_required
@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Return what resembles a title, for the form to show while it is typed."""
    alike = what_resembles(visitor_of(request), request.GET.get("title", "")[:100])
    return render(request, "library/proposals/_alike.html", {"alike": alike})


@login_required
@require_safe
def detail(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Show a proposal, its state and its answer."""
    proposal = access_proposal(visitor_of(request), proposal_id)
    return _detail_page(request, proposal, ReplyForm(initial=initial_reply(proposal)))


@login_required
@require_POST
def support(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Say « me too »."""
    proposal = access_proposal(visitor_of(request), proposal_id)
    support_proposal(proposal, by=signed_in(request))
    messages.success(request, gettext("Noted: you wish it too. You will be told of the answer."))
    return redirect(proposal)


@login_required
@require_POST
def unsupport(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Take back « me too »."""
    proposal = access_proposal(visitor_of(request), proposal_id)
    withdraw_support(proposal, by=signed_in(request))
    messages.success(request, gettext("Your support is withdrawn."))
    return redirect(proposal)


@login_required
@require_POST
def answer(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Answer a proposal, for everybody to read."""
    proposal = access_answered_proposal(visitor_of(request), proposal_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _detail_page(request, proposal, form, UNPROCESSABLE)
    try:
        version = form.cleaned_data["version"]
        answer_proposal(proposal, form.reply, version=version, by=signed_in(request))
    except Conflict as error:
        form.add_error(None, str(error))
        return _detail_page(request, proposal, _current(form, proposal), error.status)
    messages.success(request, gettext("Your answer is published."))
    return redirect(proposal)


def _seen(form: WishForm) -> WishForm:
    """Return the form as typed, which remembers that what resembles its title was shown."""
    start = {**form.cleaned_data, "seen": form.cleaned_data["title"]}
    return WishForm(initial=start)


def _current(form: ReplyForm, proposal: Proposal) -> ReplyForm:
    """Return the form as typed, to be sent again over what somebody else answered meanwhile."""
    form.data = {**form.data.dict(), "version": str(proposal.version)}  # type: ignore[attr-defined]  # a QueryDict
    return form


def _form_page(
    request: HttpRequest, form: WishForm, status: int = 200, alike: object = None
) -> HttpResponse:
    context = {"form": form, "alike": alike}
    return render(request, "library/proposals/create.html", context, status=status)


def _detail_page(
    request: HttpRequest, proposal: Proposal, form: ReplyForm, status: int = 200
) -> HttpResponse:
    visitor = visitor_of(request)
    context: dict[str, Any] = {"line": line_of(visitor, proposal), "proposal": proposal}
    context["form"] = form if may_answer(visitor.user, proposal) else None
    return render(request, "library/proposals/detail.html", context, status=status)
