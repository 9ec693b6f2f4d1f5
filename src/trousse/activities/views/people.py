"""Who is in an activity: letting in, roles, letting go, leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from trousse.accounts.current import signed_in, visitor_of
from trousse.activities.access import access_activity
from trousse.activities.forms import AddPeopleForm
from trousse.activities.inviting import let_in
from trousse.activities.models import Activity, ActivityPerson
from trousse.activities.operations import add_guest, add_person, remove_guest, remove_person
from trousse.activities.presentation import role_words
from trousse.activities.wording import ROLE_WORDS
from trousse.core.errors import InvalidInput, NotFound
from trousse.core.limits import limit
from trousse.sharing.roles import Role

UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Show who is in the activity, and let more people in."""
    user = signed_in(request)
    activity, _role = access_activity(visitor_of(request), activity_id, Role.MANAGE)
    form = AddPeopleForm(request.POST if request.method == "POST" else None, asker=user)
    if form.is_valid():
        limit(user.public_id, "activities.let_in", rate="60/h")
        given = form.cleaned_data
        count = let_in(activity, given["people"], given["role"], by=user)
        words = ngettext("%d person came in.", "%d people came in.", count)
        messages.success(request, words % count)
        return redirect("activities:people", activity.public_id)
    context = {
        "activity": activity,
        "form": form,
        "people": [(one, role_words(one)) for one in _rows(activity)],
        "roles": ROLE_WORDS.items(),
        "guest_roles": [(role, words) for role, words in ROLE_WORDS.items() if role < Role.MANAGE],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "activities/people.html", context, status=status)


def _rows(activity: Activity) -> list[ActivityPerson]:
    return list(activity.people.select_related("user", "guest"))


@login_required
@require_POST
def change_role(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Give somebody another role."""
    user = signed_in(request)
    activity, _role = access_activity(visitor_of(request), activity_id, Role.MANAGE)
    person = _named(request, activity)
    try:
        role = Role(int(request.POST.get("role", "")))
    except ValueError as error:
        raise InvalidInput(field="role") from error
    if person.user is not None:
        add_person(activity, person.user, role, by=user)
    elif person.guest is not None:
        add_guest(activity, person.guest, role, by=user)
    return redirect("activities:people", activity.public_id)


@login_required
@require_POST
def remove(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Let somebody go."""
    user = signed_in(request)
    activity, _role = access_activity(visitor_of(request), activity_id, Role.MANAGE)
    person = _named(request, activity)
    if person.user is not None:
        remove_person(activity, person.user, by=user)
    elif person.guest is not None:
        remove_guest(activity, person.guest, by=user)
    words = _("%(name)s is no longer in the activity.") % {"name": person.name}
    messages.success(request, words)
    if person.user == user:
        return redirect("activities:list")
    return redirect("activities:people", activity.public_id)


@login_required
@require_POST
def leave(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Go out of the activity oneself."""
    user = signed_in(request)
    activity, _role = access_activity(visitor_of(request), activity_id, Role.VIEW)
    remove_person(activity, user, by=user)
    messages.success(request, _("You are no longer in this activity."))
    return redirect("activities:list")


def _named(request: HttpRequest, activity: Activity) -> ActivityPerson:
    rows = activity.people.select_related("user", "guest")
    person = rows.filter(public_id=request.POST.get("person", "")).first()
    if person is None:
        raise NotFound
    return person
