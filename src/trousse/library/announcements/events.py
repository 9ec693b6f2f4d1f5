"""Facts that announcements publish: no text, no name."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "library"


@dataclass(frozen=True, slots=True)
class AnnouncementMade(DomainEvent):
    """News was written. ``service``: the slug of the one it is about, or empty."""

    type: ClassVar[str] = "announcement.made"
    source: ClassVar[str] = SOURCE
    kind: str
    service: str


@dataclass(frozen=True, slots=True)
class AnnouncementChanged(DomainEvent):
    """Its text or its days changed."""

    type: ClassVar[str] = "announcement.changed"
    source: ClassVar[str] = SOURCE


@dataclass(frozen=True, slots=True)
class AnnouncementEnded(DomainEvent):
    """It was ended before its time."""

    type: ClassVar[str] = "announcement.ended"
    source: ClassVar[str] = SOURCE
