"""What the sign-in for services keeps about a person: given away, and erased."""

from typing import Any

from trousse.core.personal_data import DataSubject
from trousse.identity.models import Subject


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the services that the person signed in to, and the name that each knows them by."""
    if subject.user is None:
        return {}
    found = Subject.objects.filter(user=subject.user).order_by("service")
    rows = [{"service": one.service, "known_as": one.sub} for one in found]
    return {"services": rows} if rows else {}


def erase(subject: DataSubject) -> None:
    """Forget the names; codes and tokens go with the account by the database's cascade."""
    if subject.user is not None:
        Subject.objects.filter(user=subject.user).delete()
