"""Telling open pages at once what changed, on the numbers of the outbox.

Public: :func:`authorize_with` (an app says who may follow its things), :func:`recheck_on` (which
facts take rights away), :class:`Viewer`.
The protocol, its limits and its fallbacks are in ``docs/explanation/realtime.md``.
"""

from trousse.core.realtime.registry import authorize_with, recheck_on
from trousse.core.realtime.types import LiveEvent, Past, Viewer

__all__ = ["LiveEvent", "Past", "Viewer", "authorize_with", "recheck_on"]
