"""Work done after the answer, at least once, by worker processes.

Public: :func:`task`, :func:`enqueue`, :func:`current_attempt`.
"""

from trousse.core.tasks.declaring import task
from trousse.core.tasks.enqueueing import enqueue
from trousse.core.tasks.running import current_attempt

__all__ = ["current_attempt", "enqueue", "task"]
