"""Ending sessions: the row, what the browser held, and the live connections opened with it."""

from collections.abc import Iterable
from functools import partial

from allauth.usersessions.models import UserSession
from django.db import transaction

from trousse.core.realtime.announcing import announce_end_of_session


def end_sessions(sessions: Iterable[UserSession]) -> int:
    """End ``sessions``, their open pages at commit; return how many."""
    ended = list(sessions)
    for session in ended:
        transaction.on_commit(partial(announce_end_of_session, session.session_key))
        session.end()
    return len(ended)
