"""Facts that activities publish. They carry no name and nothing that was typed."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "activities"


@dataclass(frozen=True, slots=True)
class ActivityCreated(DomainEvent):
    """An activity was made."""

    type: ClassVar[str] = "activity.created"
    source: ClassVar[str] = SOURCE


@dataclass(frozen=True, slots=True)
class ActivityChanged(DomainEvent):
    """Its texts, state or next step changed. ``state``: the one it is in now."""

    type: ClassVar[str] = "activity.changed"
    source: ClassVar[str] = SOURCE
    state: str


@dataclass(frozen=True, slots=True)
class ThingAdded(DomainEvent):
    """A thing came in. ``thing``: its ref."""

    type: ClassVar[str] = "activity.thing_added"
    source: ClassVar[str] = SOURCE
    thing: str


@dataclass(frozen=True, slots=True)
class ThingRemoved(DomainEvent):
    """A thing went out, or was deleted. ``thing``: its ref."""

    type: ClassVar[str] = "activity.thing_removed"
    source: ClassVar[str] = SOURCE
    thing: str


@dataclass(frozen=True, slots=True)
class PersonAdded(DomainEvent):
    """Somebody came in, or has another role. ``person``: the row's random id."""

    type: ClassVar[str] = "activity.person_added"
    source: ClassVar[str] = SOURCE
    person: str
    role: int


@dataclass(frozen=True, slots=True)
class PersonRemoved(DomainEvent):
    """Somebody went out."""

    type: ClassVar[str] = "activity.person_removed"
    source: ClassVar[str] = SOURCE
    person: str


@dataclass(frozen=True, slots=True)
class ActivityDeleted(DomainEvent):
    """The activity is gone; its things stay."""

    type: ClassVar[str] = "activity.deleted"
    source: ClassVar[str] = SOURCE
