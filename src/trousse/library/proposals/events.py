"""Facts that proposals publish: no text, no name."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "library"


@dataclass(frozen=True, slots=True)
class ProposalMade(DomainEvent):
    """Somebody proposes a service or a need."""

    type: ClassVar[str] = "proposal.made"
    source: ClassVar[str] = SOURCE
    kind: str


@dataclass(frozen=True, slots=True)
class ProposalSupported(DomainEvent):
    """Somebody wishes the same, or no longer does. ``supports``: how many do now."""

    type: ClassVar[str] = "proposal.supported"
    source: ClassVar[str] = SOURCE
    supports: int


@dataclass(frozen=True, slots=True)
class ProposalAnswered(DomainEvent):
    """An editor answered. ``state``: a value of ``Proposal.State``; ``service``: what it became."""

    type: ClassVar[str] = "proposal.answered"
    source: ClassVar[str] = SOURCE
    state: str
    service: str
