"""The writers' side: telling the hubs, after commit, that something moved or somebody left.

Realtime is an accelerator: nothing here may fail a write, and hubs find lost notices again by
looking at the database.
"""

from functools import lru_cache
from hashlib import sha256

from django.conf import settings

from trousse.core.realtime.bus import local_bus
from trousse.core.realtime.redis_bus import RedisPublisher
from trousse.core.realtime.types import LiveEvent, Moved, Notice, SessionEnded
from trousse.core.refs import Ref


def announce(ref: Ref, sequence: int, event_type: str) -> None:
    """Wake the pages that follow ``ref``. Call it after commit, from any thread."""
    _send(Moved(ref, LiveEvent(sequence, event_type)))


def announce_end_of_session(session_key: str) -> None:
    """Close the connections that were opened with this session."""
    _send(SessionEnded(session_digest(session_key)))


def session_digest(session_key: str) -> str:
    """Name a session without giving its key away."""
    return sha256(session_key.encode()).hexdigest()


def _send(notice: Notice) -> None:
    if settings.REDIS_URL:
        _publisher(settings.REDIS_URL).publish(notice)
    else:
        local_bus.publish(notice)


@lru_cache(maxsize=1)
def _publisher(url: str) -> RedisPublisher:
    return RedisPublisher(url)
