"""What activities keep about a person: given away, and erased without harming the others."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from trousse.activities.models import Activity, ActivityPerson
from trousse.activities.operations import delete_activity, remove_member, set_heir
from trousse.activities.wording import ROLE_WORDS
from trousse.core.personal_data import Consequence, DataSubject, Outcome
from trousse.sharing.roles import Role


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the activities that the person is in."""
    rows = _rows(subject).select_related("activity").order_by("pk")
    found = [
        {
            "title": row.activity.title,
            "description": row.activity.description,
            "state": row.activity.get_state_display(),
            "next_step": row.activity.next_step,
            "role": ROLE_WORDS[Role(row.role)],
            "since": row.created_at,
        }
        for row in rows
    ]
    return {"activities": found} if found else {}


def erase(subject: DataSubject) -> None:
    """Take the person out of everything; an activity goes with its last agent.

    When nobody else is responsible, the agent who may do most becomes so.
    """
    for row in _rows(subject).select_related("activity", "user", "guest").order_by("pk"):
        if row.user is not None and set_heir(row.activity, row) is None:
            delete_activity(row.activity, by=None)
        else:
            remove_member(row.activity, row)
    if subject.user is not None:
        Activity.objects.filter(created_by=subject.user).update(created_by=None)


def foresee(subject: DataSubject) -> Sequence[Consequence]:
    """Tell how many activities go, and how many go on without the person."""
    rows = _rows(subject).filter(user__isnull=False).select_related("activity")
    shared = sum(row.activity.people.filter(user__isnull=False).count() > 1 for row in rows)
    alone = len(rows) - shared
    found = []
    if alone:
        words = ngettext(
            "%d activity that no other agent is in",
            "%d activities that no other agent is in",
            alone,
        )
        found.append(Consequence(Outcome.ERASED, words % alone))
    if shared:
        words = ngettext(
            "%d activity goes on with the others, who become responsible for it if need be",
            "%d activities go on with the others, who become responsible for them if need be",
            shared,
        )
        found.append(Consequence(Outcome.HANDED_OVER, words % shared))
    return found


def _rows(subject: DataSubject) -> Any:
    mine = Q(guest__in=[guest.pk for guest in subject.guests])
    if subject.user is not None:
        mine |= Q(user=subject.user)
    return ActivityPerson.objects.filter(mine)
