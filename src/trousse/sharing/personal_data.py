"""What sharing keeps about a person: what they may do, and what they let others do."""

from typing import Any

from django.db.models import Q

from trousse.core.personal_data import DataSubject
from trousse.sharing.models import Grant, Report, TakeDown
from trousse.sharing.operations import recheck_open_pages
from trousse.sharing.roles import Role


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the rights that the person has, and the things that they shared."""
    received = Grant.objects.filter(_of(subject)).order_by("pk")
    given = Grant.objects.filter(granted_by=subject.user).order_by("pk") if subject.user else ()
    found = {
        "rights": [
            {"thing": row.ref, "role": Role(row.role).label, "until": row.until} for row in received
        ],
        "shared": [
            {"thing": row.ref, "with": row.kind, "role": Role(row.role).label, "at": row.created_at}
            for row in given
        ],
    }
    if subject.user is not None:
        reports = Report.objects.filter(person=subject.user).order_by("pk")
        found["reports"] = [
            {"thing": row.ref, "reason": row.reason, "text": row.text, "at": row.created_at}
            for row in reports
        ]
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Remove the person's rights. What they gave to others stays, without saying who gave it."""
    held = Grant.objects.filter(_of(subject))
    things = [grant.thing for grant in held]
    held.delete()
    recheck_open_pages(things)
    if subject.user is not None:
        Grant.objects.filter(granted_by=subject.user).update(granted_by=None)
        Report.objects.filter(person=subject.user).delete()
        TakeDown.objects.filter(by=subject.user).update(by=None)


def _of(subject: DataSubject) -> Q:
    mine = Q(guest__in=[guest.pk for guest in subject.guests])
    return mine | Q(person=subject.user) if subject.user is not None else mine
