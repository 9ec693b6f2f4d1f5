"""How much one connection, one session or one address may ask of the hub."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

LONGEST_MESSAGE = 4096
"""Characters of one message from a client."""
SUBJECTS_PER_CONNECTION = 20
CONNECTIONS_PER_SESSION = 40
"""Open tabs of one person; those of one address are a setting, as a whole school may share it."""
MESSAGES_PER_SECOND = 10.0
MESSAGES_AT_ONCE = 60.0


class Admission:
    """Counts the open connections of each session and each address."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @contextmanager
    def admit(self, session: str, address: str) -> Iterator[bool]:
        """Count one connection for as long as the block runs; False when there are too many."""
        limits = {
            f"session {session}": CONNECTIONS_PER_SESSION,
            f"address {address}": settings.LIVE_CONNECTIONS_PER_ADDRESS,
        }
        if not session:
            del limits["session "]
        if any(self._open[key] >= limit for key, limit in limits.items()):
            yield False
            return
        self._open.update(limits.keys())
        try:
            yield True
        finally:
            self._open.subtract(limits.keys())
            for key in limits:
                if not self._open[key]:
                    del self._open[key]


class Pace:
    """A bucket of messages that refills with time."""

    def __init__(self) -> None:
        self._left = MESSAGES_AT_ONCE
        self._since = time.monotonic()

    def allows_one_more(self) -> bool:
        present = time.monotonic()
        refill = (present - self._since) * MESSAGES_PER_SECOND
        self._left = min(MESSAGES_AT_ONCE, self._left + refill) - 1
        self._since = present
        if self._left < 0:
            self._left = 0
            return False
        return True
