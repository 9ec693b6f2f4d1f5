"""The audit log: who did what to which thing.

Public: :func:`record`.
"""

from trousse.core.audit.recording import record

__all__ = ["record"]
