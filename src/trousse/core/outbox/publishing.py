"""Writing a fact: one row per fact, one per interested subscriber, in the writer's transaction."""

from django.db import connection, transaction
from django.db.models import F

from trousse.core.models import Delivery, Event, Stream
from trousse.core.outbox.receivers import receivers_of
from trousse.core.outbox.types import DomainEvent
from trousse.core.refs import Ref


def publish(subject: Ref, event: DomainEvent) -> int:
    """Append ``event`` to the stream of ``subject`` and return its sequence number (from 1).

    The numbers of a subject have no gap and follow the order of commit, because taking one
    locks the stream's row until the transaction ends. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs to the transaction of the write it tells about")
    sequence = _next_sequence(subject)
    row = Event.objects.create(
        subject=str(subject),
        sequence=sequence,
        type=event.type,
        version=event.version,
        source=event.source,
        data=event.data(),
    )
    Delivery.objects.bulk_create(
        Delivery(event=row, subscriber=known.name, subject=row.subject, sequence=sequence)
        for known in receivers_of(event.type)
    )
    transaction.on_commit(lambda: _after_commit(subject, sequence))
    return sequence


def _next_sequence(subject: Ref) -> int:
    key = str(subject)
    if not Stream.objects.filter(subject=key).update(last_sequence=F("last_sequence") + 1):
        Stream.objects.bulk_create([Stream(subject=key)], ignore_conflicts=True)
        Stream.objects.filter(subject=key).update(last_sequence=F("last_sequence") + 1)
    return Stream.objects.values_list("last_sequence", flat=True).get(subject=key)


def _after_commit(subject: Ref, sequence: int) -> None:
    """Wake whoever waits for this subject; a missed wake-up is caught by the next sweep."""
