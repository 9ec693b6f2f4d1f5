"""What accounts forget by themselves: sessions that are over."""

from importlib import import_module
from typing import Protocol, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session


class _Store(Protocol):
    @classmethod
    def clear_expired(cls) -> None: ...


def forget_ended_sessions() -> None:
    """Remove expired sessions, and the rows that told their owners about them."""
    store = cast("_Store", import_module(settings.SESSION_ENGINE).SessionStore)
    store.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
