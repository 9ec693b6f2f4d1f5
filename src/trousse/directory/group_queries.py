"""Reads about groups: whose they are, who is in, which ones somebody may use. Public.

No list is ever read whole but one's own groups: lists of members come by key, page by page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from trousse.core.words import words_of
from trousse.directory.models import Affiliation, Group, JoinRequest, Membership
from trousse.directory.search.keys import current_on

if TYPE_CHECKING:
    from trousse.accounts.models import User

SHORTEST_SEARCH = 2
"""Letters below which other people's groups are not searched."""


@dataclass(frozen=True, slots=True)
class GroupCard:
    """What one sees of a group in a list; ``description`` tells homonyms apart."""

    public_id: str
    name: str
    description: str
    size: int


def groups_of(user: "User") -> QuerySet[Group]:
    """Return the groups that ``user`` belongs to, by name."""
    return Group.objects.filter(memberships__user=user).order_by("search_name", "pk")


def group_ids_of(user: "User") -> list[int]:
    """Return the primary keys of the groups of ``user``, in one query."""
    return list(Membership.objects.filter(user=user).values_list("group_id", flat=True))


def members_of(group: Group) -> "QuerySet[User]":
    """Return the members of ``group`` whose account is open; hidden people too, so for rights."""
    users = get_user_model().objects.filter(memberships__group=group, is_active=True)
    return users.order_by("pk")


def find_group(public_id: str) -> Group | None:
    """Return the group of that public id, without asking who wants to know: not for pages."""
    return Group.objects.filter(public_id=public_id).first()


def managers_of(group: Group) -> "QuerySet[User]":
    """Return the active people who manage ``group``."""
    return members_of(group).filter(
        memberships__group=group, memberships__role=Membership.Role.MANAGER
    )


def is_member(user: "User", group: Group) -> bool:
    """Tell whether ``user`` belongs to ``group``, in one query."""
    return Membership.objects.filter(user=user, group=group).exists()


def membership_of(user: "User", group: Group) -> Membership | None:
    """Return how ``user`` belongs to ``group``, or None."""
    return Membership.objects.filter(user=user, group=group).first()


def usable_groups(asker: "User", *, also: Iterable[str] = ()) -> QuerySet[Group]:
    """Return the groups that ``asker`` may use, by name: own, of own establishments, open ones.

    ``also``: public ids of groups that were chosen before, by anybody, and stay usable.
    """
    usable = _own(asker) | _of_own_establishments(asker) | Q(policy=Group.Policy.OPEN, rule="")
    kept = list(also)
    if kept:
        usable |= Q(public_id__in=kept)
    return Group.objects.filter(usable).order_by("search_name", "pk")


def search_groups(asker: "User", text: str, limit: int = 10) -> list[GroupCard]:
    """Return the groups that ``asker`` may use and whose words begin like those of ``text``.

    Nearest first: their own, then those of their establishments, then the open ones.
    """
    words = words_of(text)
    circles = [_own(asker), _of_own_establishments(asker)]
    if sum(map(len, words)) >= SHORTEST_SEARCH:
        circles.append(Q(policy=Group.Policy.OPEN, rule=""))
    found: dict[int, Group] = {}
    for circle in circles:
        if len(found) >= limit:
            break
        others = Group.objects.filter(circle, _has(words), size__gt=0).exclude(pk__in=found)
        for group in others.order_by("search_name", "pk")[: limit - len(found)]:
            found[group.pk] = group
    return [card_of(group) for group in found.values()]


def card_of(group: Group) -> GroupCard:
    """Return what a list shows of ``group``."""
    return GroupCard(group.public_id, group.name, group.description, group.size)


def groups_one_may_join(user: "User", text: str = "", limit: int = 50) -> list[Group]:
    """Return groups made by hand that ``user`` may enter or ask to enter, the nearest first."""
    entrances = [Group.Policy.OPEN, Group.Policy.ON_REQUEST]
    offered = Group.objects.filter(_has(words_of(text)), rule="", policy__in=entrances)
    others = offered.exclude(_own(user))
    near = list(others.filter(_of_own_establishments(user)).order_by("search_name", "pk")[:limit])
    known = [group.pk for group in near]
    far = others.exclude(pk__in=known).order_by("search_name", "pk")
    return near + list(far[: limit - len(near)])


def requests_to(group: Group) -> QuerySet[JoinRequest]:
    """Return who asks to enter ``group``, first come first."""
    return group.requests.select_related("user").order_by("created_at", "pk")


def requested_by(user: "User") -> set[int]:
    """Return the primary keys of the groups that ``user`` asked to enter."""
    asked = JoinRequest.objects.filter(user=user)
    return set(asked.values_list("group_id", flat=True))


def may_see(user: "User", group: Group) -> bool:
    """Tell whether ``user`` may know that ``group`` exists, and use it."""
    offered = not group.is_automatic and group.policy != Group.Policy.CLOSED
    return offered or usable_groups(user).filter(pk=group.pk).exists()


def _own(user: "User") -> Q:
    return Q(pk__in=Membership.objects.filter(user=user).values("group"))


def _of_own_establishments(user: "User") -> Q:
    today = current_on(timezone.localdate())
    places = Affiliation.objects.filter(today, user=user, establishment__isnull=False)
    return Q(establishment__in=places.values("establishment"))


def _has(words: list[str]) -> Q:
    """Each word begins a word of the name or description."""
    condition = Q()
    for word in words:
        condition &= Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
    return condition
