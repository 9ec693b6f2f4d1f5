"""Putting things into an activity, taking them out, and their order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trousse.accounts.current import Visitor, signed_in, visitor_of
from trousse.activities.access import access_activity
from trousse.activities.finding import addable_things, thing_at
from trousse.activities.models import Activity
from trousse.activities.operations import add_ref, move_ref, remove_ref
from trousse.core.errors import InvalidInput, NotAllowed, NotFound
from trousse.core.refs import Ref
from trousse.sharing.access import require_role, role_on
from trousse.sharing.roles import Role
from trousse.sharing.things import describe

UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Choose one of one's own things, or paste an address."""
    visitor = visitor_of(request)
    activity, _role = access_activity(visitor, activity_id, Role.EDIT)
    if request.method != "POST":
        return _page(request, activity)
    typed = request.POST.get("address", "").strip()
    try:
        ref = _given(visitor, request.POST.get("thing", ""), typed)
    except InvalidInput as error:
        return _page(request, activity, typed, str(error))
    require_role(visitor, ref, Role.MANAGE)
    add_ref(activity, ref, by=visitor.user)
    card = describe(ref)
    title = card.title if card else ""
    messages.success(request, _("“%(title)s” is in the activity now.") % {"title": title})
    return redirect(activity)


def _given(visitor: Visitor, chosen: str, typed: str) -> Ref:
    """Return the thing of the form: the address first, since it was typed."""
    found = thing_at(typed, visitor) if typed else _parsed(chosen)
    if found is None:
        words = (
            _("No thing of yours has this address. Copy it from the thing's own page.")
            if typed
            else _("Choose a thing, or paste its address.")
        )
        raise InvalidInput(words, field="address")
    return found


def _parsed(text: str) -> Ref | None:
    try:
        return Ref.parse(text)
    except ValueError:
        return None


def _page(
    request: HttpRequest, activity: Activity, typed: str = "", error: str = ""
) -> HttpResponse:
    context = {
        "activity": activity,
        "offered": addable_things(signed_in(request)),
        "typed": typed,
        "error": error,
    }
    status = UNPROCESSABLE if error else 200
    return render(request, "activities/add_thing.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Take a thing out: those who change the activity may, and whoever is responsible for it."""
    visitor = visitor_of(request)
    activity, role = access_activity(visitor, activity_id, Role.VIEW)
    ref = _named(request)
    if role < Role.EDIT and role_on(visitor, ref) != Role.MANAGE:
        raise NotAllowed
    remove_ref(activity, ref, by=visitor.user)
    messages.success(request, _("It is no longer in the activity. Rights given by hand stay."))
    return redirect(activity)


@login_required
@require_POST
def move(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Move a thing one place up or down."""
    visitor = visitor_of(request)
    activity, _role = access_activity(visitor, activity_id, Role.EDIT)
    steps = -1 if request.POST.get("to") == "up" else 1
    move_ref(activity, _named(request), steps, by=visitor.user)
    return redirect(activity)


def _named(request: HttpRequest) -> Ref:
    ref = _parsed(request.POST.get("thing", ""))
    if ref is None:
        raise NotFound
    return ref
