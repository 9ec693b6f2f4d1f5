"""Reads of outgoing mail: for the demo's mail page, for health, and what was written already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trousse.core.models import Mail
from trousse.core.refs import Ref


@dataclass(frozen=True, slots=True)
class QueuedLetter:
    """A letter as the demo page shows it; ``id`` is public, ``sent_at`` None until it left."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    about: str
    calendar: bytes | None
    calendar_method: str
    status: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterState:
    """How far a letter got, without address, subject or body. ``error``: of the mail server."""

    status: str
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    error: str


def letter_states(*, to: str = "", about: Ref | None = None, limit: int) -> list[LetterState]:
    """Return the states of the newest letters to an address, or about a thing, newest first."""
    wanted = {"to": to} if about is None else {"about": str(about)}
    columns = ("status", "attempts", "created_at", "sent_at", "last_error")
    rows = Mail.objects.filter(**wanted).order_by("-created_at", "-pk").values_list(*columns)
    return [LetterState(*row) for row in rows[:limit]]


def keys_queued(keys: Iterable[str]) -> set[str]:
    """Return those of ``keys`` under which a letter was queued, sent since or not."""
    known = Mail.objects.filter(key__in=list(keys)).order_by()
    return set(known.values_list("key", flat=True))


def recent_letters(limit: int) -> list[QueuedLetter]:
    """Return the newest letters, newest first."""
    return [_shown(mail) for mail in Mail.objects.order_by("-created_at", "-pk")[:limit]]


def letter_for_demo(public_id: str) -> QueuedLetter | None:
    """Return one letter, or None. Only for demo mode: it asks for no right."""
    mail = Mail.objects.filter(public_id=public_id).first()
    return None if mail is None else _shown(mail)


def _shown(mail: Mail) -> QueuedLetter:
    return QueuedLetter(
        id=mail.public_id,
        to=mail.to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        language=mail.language,
        about=mail.about,
        calendar=None if mail.calendar is None else bytes(mail.calendar),
        calendar_method=mail.calendar_method,
        status=mail.status,
        created_at=mail.created_at,
        sent_at=mail.sent_at,
    )
