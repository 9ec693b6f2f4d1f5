"""Facts that groups publish on ``group:<public id>``. People are named by their public ids only."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "directory"
MOST_PEOPLE = 500
"""How many people one fact names at most; more of them make several facts."""


@dataclass(frozen=True, slots=True)
class GroupCreated(DomainEvent):
    """A group exists, made by hand or by a rule."""

    type: ClassVar[str] = "group.created"
    source: ClassVar[str] = SOURCE


@dataclass(frozen=True, slots=True)
class GroupChanged(DomainEvent):
    """The name, the description, the policy or a manager changed."""

    type: ClassVar[str] = "group.changed"
    source: ClassVar[str] = SOURCE


@dataclass(frozen=True, slots=True)
class MemberAdded(DomainEvent):
    """``people`` (public ids) belong to the group from now on."""

    type: ClassVar[str] = "group.member_added"
    source: ClassVar[str] = SOURCE
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberRemoved(DomainEvent):
    """``people`` (public ids) no longer belong to the group: what they saw through it closes."""

    type: ClassVar[str] = "group.member_removed"
    source: ClassVar[str] = SOURCE
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinAsked(DomainEvent):
    """Somebody asks to enter; ``request`` is its public id."""

    type: ClassVar[str] = "group.join_asked"
    source: ClassVar[str] = SOURCE
    request: str


@dataclass(frozen=True, slots=True)
class JoinAnswered(DomainEvent):
    """A request was accepted, refused or taken back; ``person`` is who had asked."""

    type: ClassVar[str] = "group.join_answered"
    source: ClassVar[str] = SOURCE
    person: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class GroupDeleted(DomainEvent):
    """The group is gone; its members were removed, and told of, before."""

    type: ClassVar[str] = "group.deleted"
    source: ClassVar[str] = SOURCE
