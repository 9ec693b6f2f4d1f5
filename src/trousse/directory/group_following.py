"""Follows every write of an affiliation or of a class, and time itself, for automatic groups.

Bulk writes send no signal: the daily rebuild finds them, or whoever makes them asks for
:func:`rebuild_groups`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone

from trousse.core.clock import now
from trousse.core.tasks import enqueue, task
from trousse.directory.group_refreshing import rebuild_academy, recount_groups, refresh_group
from trousse.directory.group_rules import Post, rules_of_post, team_rule
from trousse.directory.models import Academy, Affiliation, Teaching

SECONDS = 30
"""Changes of one group within so many seconds are brought in together, at their end."""


@task(name="directory.refresh_group")
def refresh_one(rule: str) -> None:
    """Bring one automatic group up to date."""
    refresh_group(rule)


@task(name="directory.rebuild_academy", can_wait=True)
def rebuild_one(slug: str) -> None:
    """Bring the automatic groups of one académie up to date."""
    rebuild_academy(slug)


@task(name="directory.recount_groups", can_wait=True)
def recount() -> None:
    """Mend the counters of all groups."""
    recount_groups()


def rebuild_groups() -> None:
    """Ask for a rebuild of every académie, once a day: affiliations begin and end by themselves."""
    day = timezone.localdate().isoformat()
    for slug in Academy.objects.order_by("slug").values_list("slug", flat=True):
        enqueue(rebuild_one, key=f"directory.rebuild_academy:{slug}:{day}", slug=slug)
    enqueue(recount, key=f"directory.recount_groups:{day}")


def refresh_soon(rules: Iterable[str]) -> None:
    """Ask for the refresh of some groups at the end of the current half minute, once each."""
    turn = int(now().timestamp()) // SECONDS + 1
    then = datetime.fromtimestamp(turn * SECONDS, UTC)
    for rule in rules:
        key = f"directory.refresh_group:{rule}:{turn}"
        enqueue(refresh_one, key=key, run_after=then, rule=rule)


def follow_affiliation(*, instance: Affiliation, raw: bool = False, **_signal: Any) -> None:
    """Refresh the groups of a post that somebody takes up, changes or leaves."""
    if raw:
        return
    rules = set(rules_of_post(_post_of(instance)))
    if instance.establishment_id is not None:
        taught = Teaching.objects.filter(
            user=instance.user_id, school_class__establishment=instance.establishment_id
        )
        classes = taught.values_list("school_class_id", flat=True)
        rules |= {team_rule(pk) for pk in classes}
    refresh_soon(sorted(rules))


def follow_teaching(*, instance: Teaching, raw: bool = False, **_signal: Any) -> None:
    """Refresh the team of a class that somebody teaches, or no longer does."""
    if not raw:
        refresh_soon([team_rule(instance.school_class_id)])


def follow_former_affiliation(*, instance: Affiliation, raw: bool = False, **_signal: Any) -> None:
    """Before an affiliation is changed, refresh the groups that it counted for until now."""
    former = Affiliation.objects.filter(pk=instance.pk).first()
    if former is not None:
        follow_affiliation(instance=former, raw=raw)


def follow_former_teaching(*, instance: Teaching, raw: bool = False, **_signal: Any) -> None:
    """Before a teaching is changed, refresh the team that it counted for until now."""
    former = Teaching.objects.filter(pk=instance.pk).first()
    if former is not None:
        follow_teaching(instance=former, raw=raw)


def follow_account(
    *, instance: Any, created: bool, update_fields: Iterable[str] | None = None, **_signal: Any
) -> None:
    """Refresh the groups of somebody whose account was closed or opened again."""
    if created or not (update_fields is None or "is_active" in update_fields):
        return
    if update_fields is None and instance.is_active:
        return  # most saves of a whole row change a name; the daily rebuild sees the rest
    for affiliation in Affiliation.objects.filter(user=instance.pk).order_by("pk"):
        follow_affiliation(instance=affiliation)


def _post_of(row: Affiliation) -> Post:
    return Post(
        row.academy.slug,
        row.establishment.uai if row.establishment else "",
        row.function.code,
        row.discipline.code if row.discipline else "",
    )


def connect() -> None:
    """Start following; harmless when called twice."""
    name = "directory.groups"
    pre_save.connect(follow_former_affiliation, sender=Affiliation, dispatch_uid=name)
    pre_save.connect(follow_former_teaching, sender=Teaching, dispatch_uid=name)
    for saved in (post_save, pre_delete):  # after a deletion, the school may be gone too
        saved.connect(follow_affiliation, sender=Affiliation, dispatch_uid=name)
        saved.connect(follow_teaching, sender=Teaching, dispatch_uid=name)
    post_save.connect(follow_account, sender=get_user_model(), dispatch_uid=name)
