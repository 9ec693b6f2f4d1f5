"""What the directory keeps about a person: functions, classes, groups, offices."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import ngettext

from trousse.core.personal_data import Consequence, DataSubject, Outcome
from trousse.directory.group_operations import forget_member
from trousse.directory.models import (
    Affiliation,
    JoinRequest,
    Mandate,
    Membership,
    Profile,
    Teaching,
)
from trousse.directory.search.keys import forget_keys


def export(subject: DataSubject) -> dict[str, Any]:
    """Return what the person does, where, in which groups, with which offices."""
    mine = {"user": subject.user}
    if subject.user is None:
        return {}
    found: dict[str, Any] = {
        "hidden": Profile.objects.filter(**mine, hidden=True).exists(),
        "functions": [
            {
                "function": row.function.label,
                "discipline": row.discipline.label if row.discipline else "",
                "academy": str(row.academy),
                "establishment": str(row.establishment or ""),
                "since": row.since,
                "until": row.until,
            }
            for row in Affiliation.objects.filter(**mine)
            .select_related("function", "discipline", "academy", "establishment")
            .order_by("pk")
        ],
        "classes": [
            {"class": str(row.school_class), "discipline": str(row.discipline or "")}
            for row in Teaching.objects.filter(**mine)
            .select_related("school_class", "discipline")
            .order_by("pk")
        ],
        "groups": list(
            Membership.objects.filter(**mine).order_by("pk").values("group__name", "role")
        ),
        "requests": list(
            JoinRequest.objects.filter(**mine).order_by("pk").values("group__name", "message")
        ),
        "offices": list(
            Mandate.objects.filter(**mine)
            .order_by("pk")
            .values("office", "academy__name", "service", "until")
        ),
    }
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Take the person out of groups, whose sizes follow; the rest of their rows go too."""
    if subject.user is None:
        return
    forget_member(subject.user)
    for rows in (
        Mandate.objects,
        Teaching.objects,
        Affiliation.objects,
        Profile.objects,
    ):
        rows.filter(user=subject.user).delete()
    forget_keys(subject.user)


def foresee(subject: DataSubject) -> Sequence[Consequence]:
    """Tell what becomes of the groups that only this person manages."""
    if subject.user is None:
        return []
    manager = Membership.Role.MANAGER
    others = Membership.objects.filter(group=OuterRef("group"), role=manager).exclude(
        user=subject.user
    )
    mine = Membership.objects.filter(user=subject.user, role=manager, group__size__gt=1)
    alone = mine.filter(~Exists(others)).count()
    words = ngettext(
        "%(n)d group that only you manage goes to its oldest member",
        "%(n)d groups that only you manage go to their oldest member",
        alone,
    )
    return [Consequence(Outcome.HANDED_OVER, words % {"n": alone})] if alone else []
