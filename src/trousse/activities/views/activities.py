"""One's own activities; making, reading, changing and deleting one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import Visitor, signed_in, visitor_of
from trousse.activities import queries
from trousse.activities.access import access_activity
from trousse.activities.forms import NewActivityForm, NextStepForm, StateForm, TextsForm
from trousse.activities.inviting import let_in
from trousse.activities.models import Activity
from trousse.activities.operations import (
    create_activity,
    delete_activity,
    edit_activity,
    set_next_step,
    set_state,
)
from trousse.activities.presentation import STATE_MARKS, role_words, step_words, today_of
from trousse.agenda.queries import event_of
from trousse.core.ids import new_public_id
from trousse.sharing.access import standing_on
from trousse.sharing.roles import Role
from trousse.ui.pages import page_is_about

UNPROCESSABLE = 422
MOST_LISTED = 200


@login_required
@require_safe
def list_activities(request: HttpRequest) -> HttpResponse:
    """List one's activities, the archived ones apart."""
    user = signed_in(request)
    today = today_of(user)
    lines = [
        {"activity": one, "mark": STATE_MARKS[one.state], "step": step_words(one, today)}
        for one in queries.activities_of(user)[:MOST_LISTED]
    ]
    context = {
        "current": [line for line in lines if not line["activity"].is_archived],  # type: ignore[union-attr]  # a mixed line
        "archived": [line for line in lines if line["activity"].is_archived],  # type: ignore[union-attr]
    }
    return render(request, "activities/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a title and people."""
    user = signed_in(request)
    form = NewActivityForm(
        request.POST if request.method == "POST" else None,
        asker=user,
        initial={
            "key": new_public_id(),
            "title": request.GET.get("titre", "")[:120],  # what was shared from elsewhere
            "description": request.GET.get("texte", "")[:2000],
        },
    )
    if form.is_valid():
        with transaction.atomic():
            activity = create_activity(user, form.draft(), key=form.cleaned_data["key"])
            let_in(activity, form.cleaned_data["people"], Role.TAKE_PART, by=user)
        return redirect(activity)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "activities/create.html", {"form": form}, status=status)


@require_safe
def detail(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Show what is in an activity and what comes next."""
    visitor = visitor_of(request)
    activity, role = access_activity(visitor, activity_id, Role.VIEW)
    page_is_about(request, activity.ref)
    response = render(request, "activities/detail.html", _shown(activity, role, visitor))
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _shown(activity: Activity, role: Role, visitor: Visitor) -> dict[str, Any]:
    today = today_of(visitor.user)
    event = event_of(activity.ref)
    due = activity.next_step_on.isoformat() if activity.next_step_on else ""
    is_member = visitor.user is not None and activity.people.filter(user=visitor.user).exists()
    return {
        "activity": activity,
        "role": role,
        "mark": STATE_MARKS[activity.state],
        "step": step_words(activity, today),
        "event": event if event and not event.is_cancelled else None,
        "days": event.days_words(today) if event else "",
        "things": queries.visible_things(activity, visitor),
        "people": [(one, role_words(one)) for one in _people(activity)],
        "may_edit": role >= Role.EDIT and visitor.user is not None,
        "may_manage": role >= Role.MANAGE and visitor.user is not None,
        "is_member": is_member,
        "may_leave": not is_member and _has_by_name(visitor, activity),
        "step_form": NextStepForm(initial={"text": activity.next_step, "due": due}),
        "state_form": StateForm(initial={"state": activity.state}),
        "owned": Role.MANAGE,
    }


def _has_by_name(visitor: Visitor, activity: Activity) -> bool:
    """Tell whether somebody shared the activity with this very person."""
    standing = standing_on(visitor, activity.ref)
    return standing is not None and standing.is_by_name


def _people(activity: Activity) -> Any:
    return activity.people.select_related("user", "guest")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Change the texts."""
    activity, _role = access_activity(visitor_of(request), activity_id, Role.EDIT)
    start = {"title": activity.title, "description": activity.description}
    form = TextsForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        return redirect(edit_activity(activity, form.draft(), by=signed_in(request)))
    context = {"form": form, "activity": activity}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "activities/edit.html", context, status=status)


@login_required
@require_POST
def next_step(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Say what comes next."""
    visitor = visitor_of(request)
    activity, role = access_activity(visitor, activity_id, Role.EDIT)
    form = NextStepForm(request.POST)
    if not form.is_valid():
        context = {**_shown(activity, role, visitor), "step_form": form}
        return render(request, "activities/detail.html", context, status=UNPROCESSABLE)
    given = form.cleaned_data
    set_next_step(activity, given["text"], given["due"], by=signed_in(request))
    return redirect(activity)


@login_required
@require_POST
def state(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Say where the activity stands."""
    visitor = visitor_of(request)
    activity, role = access_activity(visitor, activity_id, Role.EDIT)
    form = StateForm(request.POST)
    if not form.is_valid():
        context = {**_shown(activity, role, visitor), "state_form": form}
        return render(request, "activities/detail.html", context, status=UNPROCESSABLE)
    set_state(activity, form.cleaned_data["state"], by=signed_in(request))
    return redirect(activity)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Ask, then remove the activity; its things stay."""
    activity, _role = access_activity(visitor_of(request), activity_id, Role.MANAGE)
    if request.method != "POST":
        context = {"activity": activity, "things": activity.things.count()}
        return render(request, "activities/delete.html", context)
    delete_activity(activity, by=signed_in(request))
    messages.success(request, _("The activity is deleted. Its things stay where they were."))
    return redirect("activities:list")
