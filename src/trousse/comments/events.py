"""Facts about comments, published on the thing itself. They carry no name and no text."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "comments"


@dataclass(frozen=True, slots=True)
class CommentAdded(DomainEvent):
    """Somebody wrote. ``comment``, ``thread``: public ids."""

    type: ClassVar[str] = "comment.added"
    source: ClassVar[str] = SOURCE
    comment: str
    thread: str


@dataclass(frozen=True, slots=True)
class CommentEdited(DomainEvent):
    """A text changed, or a comment came back into sight."""

    type: ClassVar[str] = "comment.edited"
    source: ClassVar[str] = SOURCE
    comment: str


@dataclass(frozen=True, slots=True)
class CommentRemoved(DomainEvent):
    """A comment was deleted or hidden."""

    type: ClassVar[str] = "comment.removed"
    source: ClassVar[str] = SOURCE
    comment: str


@dataclass(frozen=True, slots=True)
class ThreadResolved(DomainEvent):
    """A thread is settled, or open again (``resolved`` false)."""

    type: ClassVar[str] = "comment.resolved"
    source: ClassVar[str] = SOURCE
    thread: str
    resolved: bool
