"""Gathers what the pages of groups show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trousse.directory.cards import PersonCard, person_cards
from trousse.directory.group_access import manages
from trousse.directory.group_members import members_page
from trousse.directory.group_queries import (
    groups_of,
    groups_one_may_join,
    requested_by,
    requests_to,
)
from trousse.directory.models import Group, JoinRequest, Membership

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class ShownMember:
    """One line of a list of members."""

    card: PersonCard
    is_manager: bool
    is_self: bool


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """Somebody who asks to enter."""

    card: PersonCard
    request: JoinRequest


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Everything the page of a group shows to one person; members show to members."""

    group: Group
    own: Membership | None
    can_manage: bool
    has_asked: bool
    members: list[ShownMember]
    following: str
    requests: list[ShownRequest]


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """One's groups, and those one may enter; ``asked``: keys of groups that one asked to enter."""

    made_by_hand: list[Group]
    automatic: list[Group]
    offered: list[Group]
    asked: set[int]
    text: str


def read_groups_page(user: "User", text: str) -> GroupsPage:
    """Read the groups of ``user``, and those to enter that ``text`` finds."""
    own = list(groups_of(user))
    return GroupsPage(
        made_by_hand=[group for group in own if not group.is_automatic],
        automatic=[group for group in own if group.is_automatic],
        offered=groups_one_may_join(user, text),
        asked=requested_by(user),
        text=text,
    )


def read_group_page(
    group: Group, own: Membership | None, viewer: "User", *, after: str
) -> GroupPage:
    """Read what the page of ``group`` shows to ``viewer``, who belongs to it as ``own`` says."""
    can_manage = manages(own)
    requests = list(requests_to(group)) if can_manage else []
    members, following = _members(group, viewer, after, can_manage) if own else ([], "")
    cards = person_cards(request.user for request in requests)
    return GroupPage(
        group=group,
        own=own,
        can_manage=can_manage,
        has_asked=own is None and group.pk in requested_by(viewer),
        members=members,
        following=following,
        requests=[ShownRequest(cards[one.user_id], one) for one in requests],
    )


def _members(
    group: Group,
    viewer: "User",
    after: str,
    can_manage: bool,  # noqa: FBT001  # private
) -> tuple[list[ShownMember], str]:
    page = members_page(group, viewer, after=after, sees_hidden=can_manage)
    cards = person_cards(row.user for row in page.members)
    shown = [
        ShownMember(cards[row.user_id], manages(row), row.user_id == viewer.pk)
        for row in page.members
    ]
    return shown, page.following
