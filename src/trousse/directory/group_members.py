"""Lists of a group's members, page by page: by key, so that the last page costs as the first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Q

from trousse.directory.models import Group, Membership
from trousse.directory.search.names import sorted_name

if TYPE_CHECKING:
    from trousse.accounts.models import User

PAGE = 50
SORTED_UP_TO = 1_000
"""Members. Larger groups are listed in the order of accounts: sorting them costs a second."""


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Some members and where the next ones are; ``following`` is empty on the last page."""

    members: list[Membership]
    following: str


def members_page(
    group: Group, viewer: "User", *, after: str = "", sees_hidden: bool = False, size: int = PAGE
) -> MembersPage:
    """Return at most ``size`` members after the key ``after``, managers first in small groups.

    ``after``: the ``following`` of another page (a public id), or empty; an unknown one gives the
    first page.
    Hidden people are listed to themselves and, with ``sees_hidden``, to managers.
    In one query, or two.
    """
    rows = Membership.objects.filter(group=group, user__is_active=True).select_related("user")
    if not sees_hidden:
        shown = Q(user__profile__hidden=False) | Q(user__profile__isnull=True)
        rows = rows.filter(shown | Q(user=viewer))
    if group.size > SORTED_UP_TO:
        start = _user_key(after)
        found = list(rows.filter(user_id__gt=start).order_by("user_id")[: size + 1])
    else:
        found = _after(sorted(rows, key=_place), after)[: size + 1]
    following = found[size - 1].user.public_id if len(found) > size else ""
    return MembersPage(found[:size], following)


def _user_key(public_id: str) -> int:
    known = get_user_model().objects.filter(public_id=public_id).values_list("pk", flat=True)
    return known.first() or 0


def _after(rows: list[Membership], key: str) -> list[Membership]:
    place = next((n for n, row in enumerate(rows, start=1) if row.user.public_id == key), 0)
    return rows[place:]


def _place(row: Membership) -> tuple[bool, str, int]:
    user = row.user
    is_member = row.role == Membership.Role.MEMBER
    return (is_member, sorted_name(user.first_name, user.last_name), user.pk)
