"""Facts that the directory publishes about people. Codes and ids only: no name, no address."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "directory"


@dataclass(frozen=True, slots=True)
class PersonAffiliated(DomainEvent):
    """Somebody takes up a function. ``establishment`` (UAI): empty for a whole académie."""

    type: ClassVar[str] = "user.affiliated"
    source: ClassVar[str] = SOURCE
    academy: str
    establishment: str
    function: str


@dataclass(frozen=True, slots=True)
class AffiliationEnded(DomainEvent):
    """Somebody leaves a function; ``until`` is the last day (ISO 8601)."""

    type: ClassVar[str] = "user.affiliation_ended"
    source: ClassVar[str] = SOURCE
    academy: str
    establishment: str
    function: str
    until: str


@dataclass(frozen=True, slots=True)
class PersonHidden(DomainEvent):
    """Somebody is not found in the directory any more."""

    type: ClassVar[str] = "user.hidden"
    source: ClassVar[str] = SOURCE


@dataclass(frozen=True, slots=True)
class PersonShown(DomainEvent):
    """Somebody can be found again."""

    type: ClassVar[str] = "user.shown"
    source: ClassVar[str] = SOURCE


@dataclass(frozen=True, slots=True)
class BellsChanged(DomainEvent):
    """An establishment says when its bells ring; the subject is its UAI."""

    type: ClassVar[str] = "establishment.bells_changed"
    source: ClassVar[str] = SOURCE
