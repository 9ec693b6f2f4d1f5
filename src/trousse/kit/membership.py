"""Giving people roles by name in one call, and taking that back: the same for every type."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from trousse.accounts.queries import user_with_id
from trousse.core.errors import InvalidInput
from trousse.core.refs import Ref
from trousse.directory.group_queries import usable_groups
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.operations import grant_group, grant_person, withdraw
from trousse.sharing.queries import grants_on
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard
from trousse_kit.actions import Member, RoleName

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Group

ROLES: dict[RoleName, Role | None] = {
    "none": None,
    "view": Role.VIEW,
    "take_part": Role.TAKE_PART,
    "edit": Role.EDIT,
    "manage": Role.MANAGE,
}


@dataclass(frozen=True, slots=True)
class _Holder:
    """Somebody, or a group, as a member is named."""

    user: "User | None"
    group: "Group | None"

    def role_on(self, ref: Ref) -> Role | None:
        """Return the role that was given by hand."""
        given = grants_on(ref).filter(origin="", person=self.user, group=self.group)
        role = given.order_by("pk").values_list("role", flat=True).first()
        return Role(role) if role is not None else None

    def hold(self, ref: Ref, role: Role | None, by: "User") -> None:
        """Hold exactly ``role`` by hand, or nothing."""
        if role is None:
            for grant in grants_on(ref).filter(origin="", person=self.user, group=self.group):
                withdraw(grant, by)
        elif self.user is not None:
            grant_person(ref, self.user, role, by=by)
        elif self.group is not None:
            grant_group(ref, self.group, role, by=by)

    def invitation(self, role: Role) -> Invitation:
        people = [self.user] if self.user is not None else []
        groups = [self.group] if self.group is not None else []
        return Invitation(people, groups, [], role)


def set_members(
    ref: Ref, card: ThingCard, members: Iterable[Member], *, by: "User"
) -> dict[str, Any]:
    """Give each member exactly that role by hand, and tell those who gain one.

    Whoever calls checks that ``by`` may share. Returns what :func:`restore_members` needs. Raises
    InvalidInput for somebody unknown, TooManyRequests above the day's caps.
    """
    before = []
    for member in members:
        holder = _holder(member.person, member.group, by)
        held, role = holder.role_on(ref), ROLES[member.role]
        before.append({"person": member.person, "group": member.group, "role": held})
        if role is not None and (held is None or held < role):
            share_with(ref, card, holder.invitation(role), by=by)
        elif held != role:
            holder.hold(ref, role, by)
    return {"members": before}


def restore_members(ref: Ref, before: dict[str, Any], *, by: "User") -> None:
    """Give back the roles that people had by hand before :func:`set_members`; tells nobody."""
    for row in before["members"]:
        role = None if row["role"] is None else Role(row["role"])
        _holder(row["person"], row["group"], by).hold(ref, role, by)


def _holder(person: str | None, group: str | None, by: "User") -> _Holder:
    """Return who is named. Raises InvalidInput for an unknown or closed account, or group."""
    user = user_with_id(person) if person else None
    if user is not None and user.is_active:
        return _Holder(user, None)
    found = usable_groups(by).filter(public_id=group).first() if group else None
    if found is None:
        raise InvalidInput(_("Somebody named here is not known."), field="members")
    return _Holder(None, found)
