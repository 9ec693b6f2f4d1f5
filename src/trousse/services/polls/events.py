"""Facts that polls publish. They carry no name, address or answer of anybody."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "polls"


@dataclass(frozen=True, slots=True)
class PollCreated(DomainEvent):
    """A poll was put to people."""

    type: ClassVar[str] = "poll.created"
    source: ClassVar[str] = SOURCE
    slots: int


@dataclass(frozen=True, slots=True)
class PollChanged(DomainEvent):
    """The title, description or place changed."""

    type: ClassVar[str] = "poll.changed"
    source: ClassVar[str] = SOURCE


@dataclass(frozen=True, slots=True)
class PollVoted(DomainEvent):
    """Somebody answered, changed or withdrew an answer."""

    type: ClassVar[str] = "poll.voted"
    source: ClassVar[str] = SOURCE
    participant: str


@dataclass(frozen=True, slots=True)
class PollClosed(DomainEvent):
    """Answers are no longer taken."""

    type: ClassVar[str] = "poll.closed"
    source: ClassVar[str] = SOURCE


@dataclass(frozen=True, slots=True)
class PollDecided(DomainEvent):
    """Slots were chosen, instead of any before. ``slots``: all, the first one ``slot``."""

    type: ClassVar[str] = "poll.decided"
    source: ClassVar[str] = SOURCE
    slot: str
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PollReopened(DomainEvent):
    """Answers are taken again. ``cancelled_slot``: the slot that had been chosen, or empty."""

    type: ClassVar[str] = "poll.reopened"
    source: ClassVar[str] = SOURCE
    cancelled_slot: str


@dataclass(frozen=True, slots=True)
class PollReminded(DomainEvent):
    """Those who had not answered were reminded; ``people``: how many."""

    type: ClassVar[str] = "poll.reminded"
    source: ClassVar[str] = SOURCE
    people: int


@dataclass(frozen=True, slots=True)
class PollDeleted(DomainEvent):
    """The poll and its answers are gone."""

    type: ClassVar[str] = "poll.deleted"
    source: ClassVar[str] = SOURCE
