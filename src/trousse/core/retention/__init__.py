"""How long each table is kept, in one table, and the daily work that holds to it.

Public: :func:`retain`, :func:`delete_some`, :data:`BATCH`.
"""

from trousse.core.retention.batches import BATCH, delete_some
from trousse.core.retention.registry import retain

__all__ = ["BATCH", "delete_some", "retain"]
