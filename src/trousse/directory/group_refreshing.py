"""Brings automatic groups in line with the directory: one group, or those of an académie.

Safe to repeat, and to run while somebody else does: members are compared under the group's lock.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from trousse.core import audit
from trousse.core.outbox import publish
from trousse.directory import group_events as events
from trousse.directory.group_changes import batches_of, delete_members, insert_members
from trousse.directory.group_operations import dissolve, search_name_of
from trousse.directory.group_rules import (
    MembersByRule,
    members_by_rule,
    reach_of,
    reach_of_academy,
)
from trousse.directory.group_titles import Frame, frames_of
from trousse.directory.models import Group, Membership

RECOUNTED_AT_ONCE = 500


def refresh_group(rule: str) -> Group | None:
    """Make the group of ``rule`` what it should be today; return it, or None when there is none.

    A group appears with its first member and goes with what it is made of (a class, a school).
    Raises ValueError for a rule that does not exist.
    """
    wanted = members_by_rule(reach_of(rule)).get(rule, set())
    group = Group.objects.filter(rule=rule).first()
    had = _members_of([group]).get(rule, set()) if group else set()
    return _settle(rule, frames_of([rule]).get(rule), group, wanted, had)


def rebuild_academy(slug: str) -> int:
    """Refresh every automatic group of an académie; return how many exist at the end."""
    wanted = members_by_rule(reach_of_academy(slug))
    known = {group.rule: group for group in _groups_of_academy(slug)}
    had = _members_of(known.values())
    rules = sorted(wanted.keys() | known.keys())
    frames = frames_of(rules)
    settled = [
        _settle(
            rule, frames.get(rule), known.get(rule), wanted.get(rule, set()), had.get(rule, set())
        )
        for rule in rules
    ]
    return sum(group is not None for group in settled)


def recount_groups() -> int:
    """Mend the counters that deleted accounts left wrong; return how many were."""
    counts = Membership.objects.filter(group=OuterRef("pk")).order_by().values("group")
    real = Coalesce(Subquery(counts.annotate(real=Count("pk")).values("real")), 0)
    wrong: list[Group] = []
    ids = list(Group.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), RECOUNTED_AT_ONCE):
        some = Group.objects.filter(pk__in=ids[start : start + RECOUNTED_AT_ONCE])
        wrong += some.annotate(real=real).exclude(size=F("real")).order_by("pk")
    for group in wrong:
        _recount(group)
    return len(wrong)


@transaction.atomic
def _recount(group: Group) -> None:
    """Under the lock: without it, a member who comes in meanwhile would not be counted."""
    if Group.objects.select_for_update(of=("self",)).filter(pk=group.pk).exists():
        real = Membership.objects.filter(group=group).count()
        Group.objects.filter(pk=group.pk).update(size=real)


def _groups_of_academy(slug: str) -> list[Group]:
    here = Q(academy__slug=slug) | Q(establishment__academy__slug=slug)
    return list(Group.objects.filter(here).exclude(rule="").order_by("pk"))


def _members_of(groups: Iterable[Group]) -> MembersByRule:
    rules = {group.pk: group.rule for group in groups}
    rows = Membership.objects.filter(group__in=rules).values_list("group_id", "user_id")
    found: MembersByRule = defaultdict(set)
    for group_id, user_id in rows.order_by("pk").iterator():
        found[rules[group_id]].add(user_id)
    return found


def _settle(
    rule: str, frame: Frame | None, group: Group | None, wanted: set[int], had: set[int]
) -> Group | None:
    if frame is None or (group is None and not wanted):
        if group is not None:
            dissolve(group, None)
        return None
    settled = _named(rule, frame, group)
    for batch in batches_of(had - wanted):
        delete_members(settled, batch, actor=None)
    for batch in batches_of(wanted - had):
        insert_members(settled, batch, actor=None)
    return settled


def _named(rule: str, frame: Frame, group: Group | None) -> Group:
    values: dict[str, object] = {
        "name": frame.name,
        "search_name": search_name_of(frame.name, ""),
        "establishment_id": frame.establishment.pk if frame.establishment else None,
        "academy_id": frame.academy.pk if frame.academy else None,
    }
    if group is None:
        return _created(rule, values)
    if any(getattr(group, name) != value for name, value in values.items()):
        with transaction.atomic():
            Group.objects.filter(pk=group.pk).update(**values)
            audit.record("directory:group:rename", subject=group.ref)
            publish(group.ref, events.GroupChanged())
    return group


@transaction.atomic
def _created(rule: str, values: dict[str, object]) -> Group:
    group, created = Group.objects.get_or_create(rule=rule, defaults=values)
    if created:
        audit.record("directory:group:create", subject=group.ref)
        publish(group.ref, events.GroupCreated())
    return group
