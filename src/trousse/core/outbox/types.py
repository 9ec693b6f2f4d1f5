"""Shapes of the facts that apps publish and receive."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from trousse.core.refs import Ref


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """Base of the payloads that an app publishes (its ``events.py``).

    A subclass is a frozen dataclass of JSON values with ``type`` (``poll.decided``: resource
    type and past verb, never the service's name), ``version`` (of the payload) and ``source``
    (the service, as CloudEvents `source`).
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1
    source: ClassVar[str]

    def data(self) -> dict[str, Any]:
        """Return the payload as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """A published fact as a receiver gets it."""

    subject: Ref
    sequence: int
    type: str
    version: int
    source: str
    data: dict[str, Any]
    occurred_at: datetime
