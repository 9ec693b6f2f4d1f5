"""What the library keeps about a person: pins, services opened, what they wrote and wish."""

from typing import Any

from trousse.core.personal_data import DataSubject
from trousse.library.models import Pin, Recent, Revision
from trousse.library.proposals import personal_data as proposals


def export(subject: DataSubject) -> dict[str, Any]:
    """Return what the person pinned and opened, and what they wrote of which services."""
    if subject.user is None:
        return {}
    pins = Pin.objects.filter(user=subject.user).order_by("order", "pk")
    recents = Recent.objects.filter(user=subject.user).order_by("-opened_at", "pk")
    written = Revision.objects.filter(author=subject.user).order_by("pk")
    found = {
        "pinned": list(pins.values_list("entry__slug", flat=True)),
        "opened": list(recents.values("entry__slug", "opened_at")),
        "written": list(written.values("entry__slug", "number", "created_at")),
    }
    return {name: rows for name, rows in found.items() if rows} | proposals.export(subject)


def erase(subject: DataSubject) -> None:
    """Forget pins and openings; what was written of services stays, without its author."""
    if subject.user is None:
        return
    Pin.objects.filter(user=subject.user).delete()
    Recent.objects.filter(user=subject.user).delete()
    Revision.objects.filter(author=subject.user).update(author=None)
    proposals.erase(subject)
