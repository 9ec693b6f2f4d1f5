"""What the core itself keeps about people: the audit log and the mail."""

from typing import Any

from trousse.core.mail.forgetting import empty_letters_naming, forget_letters_to
from trousse.core.models import AuditEntry, Mail
from trousse.core.personal_data.types import DataSubject

CHUNK = 200


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the person's gestures, and date and subject of the letters sent to them."""
    letters = Mail.objects.filter(to__in=subject.emails).order_by("pk")
    entries = AuditEntry.objects.filter(actor=subject.user).order_by("pk")
    found = {
        "letters": [
            {"to": mail.to, "subject": mail.subject, "date": mail.created_at}
            for mail in letters.iterator(CHUNK)
        ],
        "journal": [
            {"action": entry.action, "about": entry.subject, "date": entry.at}
            for entry in (entries.iterator(CHUNK) if subject.user else ())
        ],
    }
    return {name: lines for name, lines in found.items() if lines}


def erase(subject: DataSubject) -> None:
    """Drop the letters that wait for the person; empty those that were to them or name them.

    The audit log keeps its lines: the key to the account is cut when the account goes, and the
    random id that stays names nobody.
    """
    forget_letters_to(subject.emails)
    names = {guest.name for guest in subject.guests}
    if subject.user is not None:
        names.add(subject.user.full_name)
    # A first name alone names nobody, and stands in too many letters.
    empty_letters_naming({name for name in names if " " in name} | subject.emails)
