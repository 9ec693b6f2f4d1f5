"""A made-up kind of thing that pages follow, and the facts about it."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from trousse.core.errors import NotFound
from trousse.core.outbox import DomainEvent, publish
from trousse.core.realtime import Viewer, authorize_with, recheck_on
from trousse.core.refs import Ref

READER = "reader@example.org"

withdrawn: set[str] = set()
"""Open leaflets that nobody may read any more."""


@dataclass(frozen=True, slots=True)
class Printed(DomainEvent):
    type: ClassVar[str] = "leaflet.printed"
    source: ClassVar[str] = "tests"


@dataclass(frozen=True, slots=True)
class Withdrawn(DomainEvent):
    """Somebody may have lost the right to read."""

    type: ClassVar[str] = "leaflet.withdrawn"
    source: ClassVar[str] = "tests"


def may_read(viewer: Viewer, ref: Ref) -> bool:
    """Open leaflets are for all, guests' for a cookie, staff's for one person."""
    if ref.id == "missing":
        raise NotFound
    if ref.id.startswith("open"):
        return ref.id not in withdrawn
    if ref.id.startswith("guest"):
        return viewer.cookies.get("guest") == ref.id
    return viewer.user is not None and viewer.user.email == READER


def register() -> None:
    authorize_with("leaflet", may_read)
    recheck_on(Withdrawn.type)


def print_leaflets(name: str, count: int = 1) -> list[int]:
    """Publish ``count`` facts about a leaflet, each in its own transaction."""
    numbers = []
    for _ in range(count):
        with transaction.atomic():
            numbers.append(publish(Ref("leaflet", name), Printed()))
    return numbers


def withdraw_leaflet(name: str) -> None:
    """Take the right to read an open leaflet from everybody, and tell it."""
    withdrawn.add(name)
    with transaction.atomic():
        publish(Ref("leaflet", name), Withdrawn())
