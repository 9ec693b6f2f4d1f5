"""The only ways to get a group, or a request to enter one.

A group one may not use looks missing. Whoever sees a group sees its name, its description and
how many belong to it; who belongs to it is for its members.
"""

from typing import TYPE_CHECKING, Literal

from trousse.core.errors import NotAllowed, NotFound
from trousse.directory.group_queries import may_see, membership_of
from trousse.directory.models import Group, JoinRequest, Membership

if TYPE_CHECKING:
    from trousse.accounts.models import User

Purpose = Literal["view", "manage"]


def access_group(user: "User", group_id: str, *, for_: Purpose) -> tuple[Group, Membership | None]:
    """Return the group and how ``user`` belongs to it.

    Raises NotFound when ``user`` may not see it, NotAllowed when they may not manage it.
    """
    rows = Group.objects.select_related("establishment", "academy")
    group = rows.filter(public_id=group_id).first()
    if group is None:
        raise NotFound
    own = membership_of(user, group)
    if own is None and not may_see(user, group):
        raise NotFound
    if for_ == "manage" and not manages(own):
        raise NotAllowed
    return group, own


def manages(membership: Membership | None) -> bool:
    """Tell whether a membership lets one manage its group; nobody manages an automatic one."""
    return membership is not None and membership.role == Membership.Role.MANAGER


def access_member(group: Group, person_id: str) -> Membership:
    """Return that member of ``group``, or raise NotFound."""
    members = Membership.objects.filter(group=group, user__public_id=person_id)
    member = members.select_related("user").first()
    if member is None:
        raise NotFound
    return member


def access_request(group: Group, request_id: str) -> JoinRequest:
    """Return that request to enter ``group``, or raise NotFound."""
    asked = JoinRequest.objects.select_related("user", "group")
    request = asked.filter(group=group, public_id=request_id).first()
    if request is None:
        raise NotFound
    return request
