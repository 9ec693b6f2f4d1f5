"""The id of the request or task being served, for log lines and audit entries."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """Return the current id, or an empty string outside a request and a task."""
    return _current.get()


@contextmanager
def request_id_is(identifier: str) -> Iterator[None]:
    """Use ``identifier`` for everything done inside the block."""
    token = _current.set(identifier)
    try:
        yield
    finally:
        _current.reset(token)


def new_request_id() -> str:
    """Return a fresh id of 16 hexadecimal digits."""
    return secrets.token_hex(8)


def is_well_formed(identifier: str) -> bool:
    """Tell whether an id from outside may stand in our logs: it must not forge lines."""
    return _WELL_FORMED.fullmatch(identifier) is not None
