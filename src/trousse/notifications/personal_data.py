"""What notifications keep about a person: what they were told, and how they want to hear."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import ngettext

from trousse.core.personal_data import Consequence, DataSubject, Outcome
from trousse.notifications.models import Notification, Postbox, Preference
from trousse.notifications.queries import lines_of


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the person's inbox in words, newest first, and their choices."""
    if subject.user is None:
        return {}
    rows = Notification.objects.filter(user=subject.user).select_related("actor")
    choices = Preference.objects.filter(user=subject.user).order_by("service")
    found: dict[str, Any] = {
        "notifications": [
            {"text": line.text, "told": line.created_at, "unread": line.is_unread}
            for line in lines_of(rows.order_by("-created_at", "-pk"))
        ],
        "letters": dict(choices.values_list("service", "choice")),
    }
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Empty the inbox; in those of others, the person is no longer named."""
    if subject.user is None:
        return
    for rows in (Notification.objects, Preference.objects, Postbox.objects):
        rows.filter(user=subject.user).delete()
    Notification.objects.filter(actor=subject.user).update(actor=None)


def foresee(subject: DataSubject) -> Sequence[Consequence]:
    """Tell how many notifications go."""
    count = Notification.objects.filter(user=subject.user).count() if subject.user else 0
    words = ngettext("%(n)d notification", "%(n)d notifications", count) % {"n": count}
    return [Consequence(Outcome.ERASED, words)] if count else []
