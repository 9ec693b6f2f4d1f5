"""What accounts forget by themselves: sessions and invitations that are over."""

from importlib import import_module
from typing import Protocol, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from trousse.accounts.leaving import ask_for_erasure, ask_for_guests_erasure
from trousse.accounts.models import Guest, User
from trousse.core.clock import now
from trousse.core.retention import BATCH, delete_some


class _Store(Protocol):
    @classmethod
    def clear_expired(cls) -> None: ...


def forget_ended_sessions() -> bool:
    """Remove expired sessions, and the rows that told their owners about them.

    Returns whether more of these rows wait.
    """
    store = cast("_Store", import_module(settings.SESSION_ENGINE).SessionStore)
    store.clear_expired()
    living = Session.objects.values("session_key")
    return delete_some(UserSession.objects.exclude(session_key__in=living))


def forget_ended_guests() -> bool:
    """Remove guests whose invitation is over; return whether more wait."""
    over = Guest.objects.filter(expires_at__lt=now(), erasure_asked_at__isnull=True)
    return delete_some(over)


def finish_erasures() -> None:
    """Ask again for erasures whose task was given up or lost."""
    for person in User.objects.filter(erasure_asked_at__isnull=False).order_by("pk")[:BATCH]:
        ask_for_erasure(person, actor=None)
    guests = Guest.objects.filter(erasure_asked_at__isnull=False).order_by("pk")
    ask_for_guests_erasure(guests[:BATCH])
