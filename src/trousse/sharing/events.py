"""Facts about rights, published on the thing itself. They name a grant, never a person."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "sharing"


@dataclass(frozen=True, slots=True)
class AccessGranted(DomainEvent):
    """Somebody may do something, or more than before. ``grant``: its public id."""

    type: ClassVar[str] = "access.granted"
    source: ClassVar[str] = SOURCE
    grant: str
    role: int


@dataclass(frozen=True, slots=True)
class AccessChanged(DomainEvent):
    """Somebody may do less than before, or nothing: open pages must be checked again."""

    type: ClassVar[str] = "access.changed"
    source: ClassVar[str] = SOURCE
