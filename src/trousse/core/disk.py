"""Whether something failed because the disk is full, whoever noticed it first."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator

import psycopg
from django.conf import settings

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
NEXT_TO_NOTHING = 1_000_000
"""Bytes. SQLite needs 32 kB for its index of changes before it can even read, and says only
« disk I/O error » when it cannot have them: the free room tells what was meant."""


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether ``error``, or what caused it, means that nothing more can be written."""
    return any(_says_full(cause) for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _says_full(error: BaseException) -> bool:
    if isinstance(error, psycopg.errors.DiskFull):
        return True
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "")
        return name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and _is_room_gone())
    return isinstance(error, OSError) and error.errno in NO_ROOM


def _is_room_gone() -> bool:
    return shutil.disk_usage(settings.DATA_DIR).free < NEXT_TO_NOTHING
