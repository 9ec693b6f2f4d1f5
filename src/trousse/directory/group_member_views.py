"""What people do in a group: enter, ask, leave; and what its managers do about them."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from trousse.accounts.current import signed_in
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.limits import limit
from trousse.directory import group_operations as operations
from trousse.directory.group_access import access_group, access_member, access_request
from trousse.directory.group_forms import RequestForm
from trousse.directory.models import Group

REQUESTS = "50/d"


@login_required
@require_POST
def join(request: HttpRequest, group_id: str) -> HttpResponse:
    """Enter an open group."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="view")
    operations.join_group(group, user)
    messages.success(request, gettext("You belong to this group now."))
    return redirect(group)


@login_required
@require_POST
def ask(request: HttpRequest, group_id: str) -> HttpResponse:
    """Ask to enter a group."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="view")
    form = RequestForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(form.errors["message"][0], field="message")
    limit(user.public_id, "directory:ask_to_join", rate=REQUESTS)
    done = gettext("Your request is sent. A manager will answer it.")
    message = form.cleaned_data["message"]
    return _attempt(request, group, lambda: operations.ask_to_join(group, user, message), done)


@login_required
@require_POST
def withdraw(request: HttpRequest, group_id: str) -> HttpResponse:
    """Take one's request back."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="view")
    operations.withdraw_request(group, user)
    messages.success(request, gettext("Your request is withdrawn."))
    return redirect(group)


@login_required
@require_POST
def leave(request: HttpRequest, group_id: str) -> HttpResponse:
    """Leave a group."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="view")
    done = gettext("You left the group “%(name)s”.") % {"name": group.name}
    return _attempt(
        request, group, lambda: operations.leave_group(group, user), done, then="groups:index"
    )


@login_required
@require_POST
def answer(request: HttpRequest, group_id: str, request_id: str) -> HttpResponse:
    """Accept or refuse somebody who asks to enter."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="manage")
    asked = access_request(group, request_id)
    accept = _chosen(request, "accept")
    operations.answer_request(asked, user, accept=accept)
    words = (
        gettext("%(name)s belongs to the group now.")
        if accept
        else gettext("The request of %(name)s is refused.")
    )
    messages.success(request, words % {"name": asked.user.full_name})
    return redirect(group)


@login_required
@require_POST
def remove(request: HttpRequest, group_id: str, person_id: str) -> HttpResponse:
    """Remove a member."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="manage")
    person = access_member(group, person_id).user
    done = gettext("%(name)s no longer belongs to the group.") % {"name": person.full_name}
    return _attempt(request, group, lambda: operations.remove_member(group, person, user), done)


@login_required
@require_POST
def set_role(request: HttpRequest, group_id: str, person_id: str) -> HttpResponse:
    """Make a member a manager, or the reverse."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="manage")
    person = access_member(group, person_id).user
    manages = _chosen(request, "manages")
    words = (
        gettext("%(name)s manages the group now.")
        if manages
        else gettext("%(name)s no longer manages the group.")
    )
    return _attempt(
        request,
        group,
        lambda: operations.set_manager(group, person, user, manages=manages),
        words % {"name": person.full_name},
    )


def _chosen(request: HttpRequest, name: str) -> bool:
    value = request.POST.get(name, "")
    if value not in {"0", "1"}:
        raise InvalidInput(field=name)
    return value == "1"


def _attempt(
    request: HttpRequest, group: Group, write: Callable[[], object], done: str, *, then: str = ""
) -> HttpResponse:
    """Do it, or say on the group's own page why it cannot be done now."""
    try:
        write()
    except Conflict as error:
        messages.error(request, str(error))
        return redirect(group)
    messages.success(request, done)
    return redirect(then or group)
