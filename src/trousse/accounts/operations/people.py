"""Writes about people and their sessions."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from trousse.accounts.ending import end_sessions
from trousse.accounts.leaving import ask_for_erasure, ask_for_guests_erasure
from trousse.accounts.models import User
from trousse.accounts.queries import session_public_id
from trousse.accounts.standing import (
    create_person,
    open_account,
    reactivate_account,
    ref_of,
    suspend_account,
)
from trousse.core import audit
from trousse.core.errors import NotFound
from trousse.core.limits import limit

__all__ = [
    "ask_for_erasure",
    "ask_for_guests_erasure",
    "become_demo_person",
    "create_person",
    "end_other_sessions",
    "end_session",
    "open_account",
    "reactivate_account",
    "ref_of",
    "set_language",
    "suspend_account",
]


def set_language(user: User, language: str) -> None:
    """Keep the language that ``user`` reads; ``language`` is one of ``settings.LANGUAGES``."""
    User.objects.filter(pk=user.pk).update(language=language)


def end_session(user: User, session_id: str) -> None:
    """Sign ``user`` out of one browser. Raises NotFound when the session is over or not theirs."""
    for session in UserSession.objects.filter(user=user):
        if session_public_id(session.session_key) == session_id:
            end_sessions([session])
            audit.record("accounts:session:end", subject=ref_of(user), actor=user)
            return
    raise NotFound


def end_other_sessions(user: User, current_key: str | None) -> int:
    """Sign ``user`` out of every browser but the one with ``current_key``; return how many.

    Without ``current_key``, out of all.
    """
    others = UserSession.objects.filter(user=user).exclude(session_key=current_key or "")
    ended = end_sessions(others)
    if ended:
        audit.record("accounts:session:end_all", subject=ref_of(user), actor=user)
    return ended


def become_demo_person(request: HttpRequest, public_id: str) -> User:
    """Sign the visitor in as a demo person.

    Raises NotFound outside demo mode and for anybody who is not a demo person.
    """
    person = User.objects.filter(public_id=public_id, is_demo=True, is_active=True).first()
    if not settings.DEMO or person is None:
        raise NotFound
    limit(request, "demo:become", rate="60/m")
    request.session.flush()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    return person
