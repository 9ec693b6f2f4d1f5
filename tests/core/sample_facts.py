"""A fact and its receivers, for the tests of the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from trousse.core.outbox import DomainEvent, ReceivedEvent, publish, receivers
from trousse.core.outbox.receivers import Handler, receiver
from trousse.core.refs import Ref

POLL = Ref("poll", "abc")


@dataclass(frozen=True, slots=True)
class Answered(DomainEvent):
    type: ClassVar[str] = "sample.answered"
    source: ClassVar[str] = "tests"

    count: int = 0


def tell(count: int = 0, about: Ref = POLL) -> int:
    with transaction.atomic():
        return publish(about, Answered(count))


@contextmanager
def receiving(name: str, handle: Handler) -> Iterator[None]:
    """Register a receiver for the duration of the block."""
    receiver(name, Answered.type)(handle)
    try:
        yield
    finally:
        receivers._receivers.pop(name, None)


class Recorder:
    """A receiver that notes what it gets, and fails while ``broken``."""

    def __init__(self) -> None:
        self.got: list[tuple[str, int]] = []
        self.broken = False

    def __call__(self, event: ReceivedEvent) -> None:
        if self.broken:
            raise RuntimeError("lea@example.fr is not welcome")
        self.got.append((event.subject.id, event.sequence))
