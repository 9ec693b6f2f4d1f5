"""What the kit keeps about a person: what they opened lately."""

from typing import Any

from trousse.core.personal_data import DataSubject
from trousse.kit.models import ResourcePerson


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the things that the person opened or changed, with when."""
    if subject.user is None:
        return {}
    rows = ResourcePerson.objects.filter(user=subject.user).order_by("-opened_at", "pk")
    opened = [
        {"title": row.resource.title, "opened": row.opened_at}
        for row in rows.select_related("resource")
    ]
    return {"opened": opened} if opened else {}


def erase(subject: DataSubject) -> None:
    """Forget what the person opened."""
    if subject.user is not None:
        ResourcePerson.objects.filter(user=subject.user).delete()
