"""The page where the organiser says who must be there, and that part of the forms of polls."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.errors import Conflict, TooManyRequests, TrousseError
from trousse.directory.picker import PeopleForm
from trousse.services.polls.access import access_poll
from trousse.services.polls.condition_words import Asked
from trousse.services.polls.conditioning import set_conditions
from trousse.services.polls.conditions_form import ConditionsEditor
from trousse.services.polls.inviting import invited_count
from trousse.services.polls.measuring import requirements_of
from trousse.services.polls.models import Poll
from trousse.services.polls.queries import link_to
from trousse.sharing.inviting import Invitation
from trousse.sharing.queries import users_with_access
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.directory.picker import Picked

UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conditions(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show and change who must be there for a date to do."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    asker, held = signed_in(request), requirements_of(poll)
    if request.method != "POST":
        return _page(request, poll, ConditionsEditor.of(held, asker, _asked(poll)))
    editor = ConditionsEditor.sent(request.POST, asker, _asked(poll), held)
    if editor.act(request.POST):
        return _page(request, poll, editor)
    if not editor.is_valid():
        return _page(request, poll, editor, status=UNPROCESSABLE)
    try:
        set_conditions(poll, asker, editor.drafts)
    except (Conflict, TooManyRequests) as error:
        return _page(request, poll, editor, error=error, status=error.status)
    tell_conditions(request, editor)
    return redirect(poll)


def tell_conditions(request: HttpRequest, editor: ConditionsEditor) -> None:
    """Say in words what was just saved, and what of it can never be met."""
    messages.success(request, editor.said.sentence or gettext("This poll has no conditions."))
    for warning in editor.said.warnings:
        messages.warning(request, warning)


def conditions_typed(
    request: HttpRequest, form: PeopleForm, typed: QueryDict, *, about_texts: bool = False
) -> ConditionsEditor:
    """Return the conditions of a poll to be, as typed, for whoever its ``form`` invites."""
    organiser, picked = signed_in(request), form.chosen("people")
    count = sum(group.size for group in picked.groups) + len(picked.people) + len(picked.emails)
    asked = Asked(
        people=[organiser, *picked.people],
        groups=picked.groups,
        count=None if form["has_link"].value() else count,
        about_texts=about_texts,
    )
    return ConditionsEditor.sent(typed, organiser, asked)


def invitation_of(picked: "Picked", conditions: ConditionsEditor) -> Invitation | None:
    """Return who is invited to answer: those ``picked``, and whoever the conditions name."""
    named, teams = conditions.named()
    named = [one for one in named if one != conditions.asker]
    people = list(dict.fromkeys([*picked.people, *named]))
    groups = list(dict.fromkeys([*picked.groups, *teams]))
    invited = Invitation(people, groups, picked.emails, Role.TAKE_PART)
    return invited if len(invited) else None


def _asked(poll: Poll) -> Asked:
    return Asked(
        asked=users_with_access(poll.ref, Role.TAKE_PART),
        count=None if link_to(poll) else invited_count(poll),
        may_invite=poll.standing.role >= Role.MANAGE,
        about_texts=poll.kind == Poll.Kind.TEXTS,
    )


def _page(
    request: HttpRequest,
    poll: Poll,
    editor: ConditionsEditor,
    *,
    error: TrousseError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"poll": poll, "conditions": editor, "error": error}
    return render(request, "polls/conditions.html", context, status=status)
