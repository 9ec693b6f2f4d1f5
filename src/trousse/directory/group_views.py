"""Pages of groups: one's own, those one may enter, who is in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from trousse.accounts.current import signed_in
from trousse.core.ids import new_public_id
from trousse.core.limits import limit
from trousse.core.text import clean_line
from trousse.directory.group_access import access_group
from trousse.directory.group_forms import GroupForm, NewGroupForm, RequestForm
from trousse.directory.group_operations import create_group, delete_group, edit_group
from trousse.directory.group_presenting import read_group_page, read_groups_page
from trousse.directory.models import Group

UNPROCESSABLE = 422
NEW_GROUPS = "30/d"
LONGEST_SEARCH = 80


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show one's groups, and offer others."""
    text = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    page = read_groups_page(signed_in(request), text)
    return render(request, "directory/groups/index.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    user = signed_in(request)
    start = {"key": new_public_id(), "policy": Group.Policy.CLOSED}
    form = NewGroupForm(_sent(request), user=user, initial=start)
    if form.is_valid():
        limit(user.public_id, "directory:create_group", rate=NEW_GROUPS)
        group = create_group(user, form.draft(), key=form.cleaned_data["key"])
        messages.success(request, gettext("The group is ready. Now add people."))
        return redirect("groups:add", group.public_id)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "directory/groups/create.html", {"form": form}, status=status)


@login_required
@require_safe
def detail(request: HttpRequest, group_id: str) -> HttpResponse:
    """Show a group, page by page."""
    user = signed_in(request)
    group, own = access_group(user, group_id, for_="view")
    after = request.GET.get("apres", "")
    page = read_group_page(group, own, user, after=after)
    context = {"page": page, "group": group, "is_first": not after, "request_form": RequestForm()}
    return render(request, "directory/groups/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, group_id: str) -> HttpResponse:
    """Change what a group is."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="manage")
    start = {
        "name": group.name,
        "description": group.description,
        "policy": group.policy,
        "establishment": group.establishment.uai if group.establishment else "",
    }
    form = GroupForm(_sent(request), user=user, group=group, initial=start)
    if form.is_valid():
        edit_group(group, user, form.draft())
        messages.success(request, gettext("The group is changed."))
        return redirect(group)
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"form": form, "group": group}
    return render(request, "directory/groups/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, group_id: str) -> HttpResponse:
    """Ask, then delete a group."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="manage")
    if request.method != "POST":
        return render(request, "directory/groups/delete.html", {"group": group})
    delete_group(group, user)
    messages.success(request, gettext("The group is deleted."))
    return redirect("groups:index")


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
