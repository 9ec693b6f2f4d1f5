"""Giving people what is kept about them, and erasing it: each app says how for its own tables.

Public: :class:`DataSubject`, :func:`register_personal_data`, :class:`Consequence`,
:class:`OwnFile`; the road itself is in ``exporting`` and ``erasing``.
"""

from trousse.core.personal_data.registry import register_personal_data
from trousse.core.personal_data.types import Consequence, DataSubject, Outcome, OwnFile

__all__ = ["Consequence", "DataSubject", "Outcome", "OwnFile", "register_personal_data"]
