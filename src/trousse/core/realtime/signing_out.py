"""Shutting the connections of a session as soon as its person signs out."""

from typing import Any

from django.http import HttpRequest

from trousse.core.realtime.announcing import announce_end_of_session


def close_connections(request: HttpRequest | None, **_: Any) -> None:
    """Tell the hubs; connections that miss it are found by their periodic check."""
    key = request.session.session_key if request is not None else None
    if key:
        announce_end_of_session(key)
