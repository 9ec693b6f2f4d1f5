"""Facts about the files of a thing, told on the thing. Ids only."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True)
class FileAdded(DomainEvent):
    """A file may be opened from now on. ``file``: its public id."""

    type: ClassVar[str] = "file.added"
    source: ClassVar[str] = "files"
    file: str


@dataclass(frozen=True, slots=True)
class FileRemoved(DomainEvent):
    """A file is gone."""

    type: ClassVar[str] = "file.removed"
    source: ClassVar[str] = "files"
    file: str


@dataclass(frozen=True, slots=True)
class FileDescribed(DomainEvent):
    """The words of an image changed."""

    type: ClassVar[str] = "file.described"
    source: ClassVar[str] = "files"
    file: str
