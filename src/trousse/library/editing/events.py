"""Facts that the work of editors publishes: slugs and numbers, no text, no name."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "library"


@dataclass(frozen=True, slots=True)
class DraftSaved(DomainEvent):
    """A version of what the library says of a service was written; nobody else sees it yet."""

    type: ClassVar[str] = "service.drafted"
    source: ClassVar[str] = SOURCE
    number: int


@dataclass(frozen=True, slots=True)
class ServicePublished(DomainEvent):
    """What the library says of a service changed for its readers."""

    type: ClassVar[str] = "service.published"
    source: ClassVar[str] = SOURCE
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class PublicationPlanned(DomainEvent):
    """A version will be published by itself, or no longer. ``at``: ISO 8601, or empty."""

    type: ClassVar[str] = "service.planned"
    source: ClassVar[str] = SOURCE
    number: int
    at: str


@dataclass(frozen=True, slots=True)
class ImagesChanged(DomainEvent):
    """A picture of a service was added, described, moved or removed."""

    type: ClassVar[str] = "service.pictured"
    source: ClassVar[str] = SOURCE
