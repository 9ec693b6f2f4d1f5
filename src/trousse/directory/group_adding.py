"""Adding people to a group, chosen one by one or by the groups that one belongs to."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from trousse.accounts.current import signed_in
from trousse.core.limits import limit
from trousse.directory.group_access import access_group
from trousse.directory.group_operations import add_members
from trousse.directory.group_queries import group_ids_of, members_of
from trousse.directory.picker import PeopleField, PeopleForm

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Group

ADDITIONS = "200/d"
MOST_AT_ONCE = 5_000


class AddForm(PeopleForm):
    """Who joins. Only groups that ``asker`` belongs to: others do not tell who is in them."""

    people = PeopleField(label=_("Who joins the group?"), emails=False)

    def __init__(self, *args: Any, asker: "User", **kwargs: Any) -> None:
        super().__init__(*args, asker=asker, **kwargs)
        self.asker = asker

    def clean_people(self) -> "list[User]":
        """Return the people chosen, those of the groups included."""
        picked = self.cleaned_data["people"]
        own = set(group_ids_of(self.asker))
        strange = [group.name for group in picked.groups if group.pk not in own]
        if strange:
            words = gettext("You do not belong to “%(name)s”: choose its people one by one.")
            self.add_error("people", words % {"name": strange[0]})
            return []
        chosen = {person.pk: person for person in picked.people}
        if sum(group.size for group in picked.groups) > MOST_AT_ONCE:
            self.add_error("people", gettext("That is more than 5,000 people at once."))
            return []
        for group in picked.groups:
            chosen |= {person.pk: person for person in _shown_members(group, self.asker)}
        return list(chosen.values())


def _shown_members(group: "Group", asker: "User") -> "QuerySet[User]":
    """Leave hidden people out: making a group must not show who they are."""
    shown = Q(profile__hidden=False) | Q(profile__isnull=True) | Q(pk=asker.pk)
    return members_of(group).filter(shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, group_id: str) -> HttpResponse:
    """Choose people and add them."""
    user = signed_in(request)
    group, _own = access_group(user, group_id, for_="manage")
    form = AddForm(request.POST if request.method == "POST" else None, asker=user)
    if form.is_valid():
        limit(user.public_id, "directory:add_members", rate=ADDITIONS)
        added = add_members(group, form.cleaned_data["people"], user)
        messages.success(request, _told(added))
        return redirect(group)
    status = 422 if form.errors else 200
    context = {"form": form, "group": group}
    return render(request, "directory/groups/add.html", context, status=status)


def _told(added: int) -> str:
    if not added:
        return gettext("They belonged to the group already.")
    return ngettext(
        "%(count)d person joins the group.", "%(count)d people join the group.", added
    ) % {"count": added}
