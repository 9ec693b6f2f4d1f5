"""Facts that the agenda publishes, on the event's own ref."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "agenda"


@dataclass(frozen=True, slots=True)
class EventPut(DomainEvent):
    """An event was made, or changed. ``about``: the thing that takes place."""

    type: ClassVar[str] = "event.put"
    source: ClassVar[str] = SOURCE
    about: str
    calendar_sequence: int


@dataclass(frozen=True, slots=True)
class EventCancelled(DomainEvent):
    """An event does not take place."""

    type: ClassVar[str] = "event.cancelled"
    source: ClassVar[str] = SOURCE
    about: str
    calendar_sequence: int


@dataclass(frozen=True, slots=True)
class EventAnswered(DomainEvent):
    """Somebody said whether they come."""

    type: ClassVar[str] = "event.answered"
    source: ClassVar[str] = SOURCE
