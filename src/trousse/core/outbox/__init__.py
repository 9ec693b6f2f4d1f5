"""Facts written in the writer's transaction and delivered after commit.

Public: :func:`publish`, :class:`DomainEvent`, :class:`ReceivedEvent`, :func:`receiver`.
"""

from trousse.core.outbox.publishing import publish
from trousse.core.outbox.receivers import receiver
from trousse.core.outbox.types import DomainEvent, ReceivedEvent

__all__ = ["DomainEvent", "ReceivedEvent", "publish", "receiver"]
