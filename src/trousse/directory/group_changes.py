"""What every write of a group's members has in common: the lock, the counter, the facts.

The row of the group is locked before its members are compared, so the counter stays right when
two people write at once. Nothing here asks who may do it: the operations and the rules do.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import Conflict
from trousse.core.outbox import publish
from trousse.directory import group_events as events
from trousse.directory.models import Group, JoinRequest, Membership

if TYPE_CHECKING:
    from trousse.accounts.models import User

BATCH = 5_000
"""Members written in one transaction: more would make SQLite's other writers wait too long."""


def batches_of(ids: Collection[int]) -> Iterator[list[int]]:
    """Return ``ids`` in order, :data:`BATCH` at a time."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def lock_group(group: Group) -> Group:
    """Return the group as it is now, locked until the transaction ends, or raise Conflict."""
    locked = Group.objects.select_for_update(of=("self",)).filter(pk=group.pk).first()
    if locked is None:
        raise Conflict(_("This group has just been deleted."))
    return locked


@transaction.atomic
def insert_members(
    group: Group, user_ids: Sequence[int], *, actor: "User | None", role: str = "member"
) -> int:
    """Add those of ``user_ids`` (at most a batch) who are not in; return how many they were.

    Their requests to enter are answered by it.
    """
    lock_group(group)
    known = Membership.objects.filter(group=group, user__in=user_ids)
    new = sorted(set(user_ids) - set(known.values_list("user_id", flat=True)))
    if not new:
        return 0
    Membership.objects.bulk_create(
        [Membership(group=group, user_id=pk, role=role) for pk in new], batch_size=500
    )
    JoinRequest.objects.filter(group=group, user__in=new).delete()
    Group.objects.filter(pk=group.pk).update(size=F("size") + len(new))
    _tell(group, new, events.MemberAdded, "directory:group:add_members", actor)
    return len(new)


@transaction.atomic
def delete_members(group: Group, user_ids: Sequence[int], *, actor: "User | None") -> int:
    """Remove those of ``user_ids`` (at most a batch) who are in; return how many they were."""
    lock_group(group)
    rows = Membership.objects.filter(group=group, user__in=user_ids)
    gone = sorted(rows.values_list("user_id", flat=True))
    if not gone:
        return 0
    rows.delete()
    Group.objects.filter(pk=group.pk).update(size=F("size") - len(gone))
    _tell(group, gone, events.MemberRemoved, "directory:group:remove_members", actor)
    return len(gone)


def _tell(
    group: Group,
    user_ids: Sequence[int],
    fact: type[events.MemberAdded] | type[events.MemberRemoved],
    action: str,
    actor: "User | None",
) -> None:
    users = get_user_model().objects.filter(pk__in=user_ids).order_by("pk")
    people = list(users.values_list("public_id", flat=True))
    for start in range(0, len(people), events.MOST_PEOPLE):
        publish(group.ref, fact(people=tuple(people[start : start + events.MOST_PEOPLE])))
    audit.record(action, subject=group.ref, actor=actor, details={"count": len(user_ids)})
