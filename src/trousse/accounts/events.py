"""Facts that accounts publish about guests. They carry no name and no address."""

from dataclasses import dataclass
from typing import ClassVar

from trousse.core.outbox import DomainEvent

SOURCE = "accounts"


@dataclass(frozen=True, slots=True)
class GuestAdopted(DomainEvent):
    """Somebody signed in and took over what they had as a guest. ``user``: public id."""

    type: ClassVar[str] = "guest.adopted"
    source: ClassVar[str] = SOURCE
    user: str


@dataclass(frozen=True, slots=True)
class GuestRevoked(DomainEvent):
    """The personal link of a guest no longer opens anything."""

    type: ClassVar[str] = "guest.revoked"
    source: ClassVar[str] = SOURCE
