"""Periodic work, run once per period by whichever worker comes first.

Public: :func:`every`.
"""

from trousse.core.schedule.registry import every

__all__ = ["every"]
