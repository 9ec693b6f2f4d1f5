"""Noticing in the database what the bus did not bring: other processes, lost notices."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, close_old_connections, connection

from trousse.core.realtime.history import heads_of
from trousse.core.refs import Ref

logger = logging.getLogger(__name__)

CHUNK = 500


class Tail:
    """Reads the last number of the followed subjects, cheaply enough for once a second.

    One thread of its own: with SQLite its connection stays open, because ``data_version`` is
    a promise to one connection that nobody else wrote; then nothing at all is read.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-tail")
        self._version: int | None = None
        self._refs: frozenset[Ref] = frozenset()

    async def look(self, refs: frozenset[Ref]) -> dict[Ref, int]:
        """Return the last numbers of ``refs``; nothing when nothing was written since."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._look, refs)

    def close(self) -> None:
        self._thread.submit(connection.close)
        self._thread.shutdown(wait=False)

    def _look(self, refs: frozenset[Ref]) -> dict[Ref, int]:
        try:
            if self._is_unchanged(refs):
                return {}
            ordered = list(refs)
            heads: dict[Ref, int] = {}
            for start in range(0, len(ordered), CHUNK):
                heads |= heads_of(ordered[start : start + CHUNK])
        except DatabaseError as error:
            logger.warning("realtime cannot look at the database: %s", error)
            self._version = None
            connection.close()
            return {}
        if connection.vendor != "sqlite":
            close_old_connections()
        return heads

    def _is_unchanged(self, refs: frozenset[Ref]) -> bool:
        """Tell, with SQLite, that no other connection committed since the last look."""
        if connection.vendor != "sqlite":
            return False
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            version = cursor.fetchone()[0]
        unchanged = (version, refs) == (self._version, self._refs)
        self._version, self._refs = version, refs
        return bool(unchanged)
