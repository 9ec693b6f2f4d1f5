"""Finds things by what they hold: each service looks into its own, within the person's rights."""

import logging
from time import monotonic

from trousse.accounts.current import Visitor
from trousse.core.errors import TrousseError
from trousse.kit.capabilities import Caller, actions_doing
from trousse_kit.actions import Hit, SearchRequest

logger = logging.getLogger(__name__)

ALL_WITHIN_MS = 200
"""Milliseconds for all services together: who types waits for no slow one."""
LONGEST_TEXT = 100


def hits_of(visitor: Visitor, text: str, limit: int) -> list[Hit]:
    """Return what services find in their things for somebody signed in, at most ``limit``.

    Services are asked one after the other while there is time; those that come too late are left
    out and noted in the log. One that refuses leaves the others.
    """
    words = text.strip()[:LONGEST_TEXT]
    if visitor.user is None or not words:
        return []
    end = monotonic() + ALL_WITHIN_MS / 1000
    found: list[Hit] = []
    for action in actions_doing("search"):
        left = int((end - monotonic()) * 1000)
        if left <= 0:
            logger.warning("search left out: no time left", extra={"service": action.service})
            continue
        request = SearchRequest(text=words, limit=limit, within_ms=left)
        try:
            found += action.do(request, Caller(visitor)).hits
        except TrousseError:
            logger.exception("search refused", extra={"service": action.service})
    return found[:limit]
