"""Tables of the core, one module per room of it."""

from trousse.core.models.audit import AuditEntry
from trousse.core.models.mail import Mail
from trousse.core.models.outbox import Delivery, Event, Stream
from trousse.core.models.tasks import ScheduledJob, TaskKey, Worker

__all__ = [
    "AuditEntry",
    "Delivery",
    "Event",
    "Mail",
    "ScheduledJob",
    "Stream",
    "TaskKey",
    "Worker",
]
