"""Writing a fact: one row per fact, one per interested subscriber, in the writer's transaction."""

from django.db import connection, transaction

from trousse.core.models import Delivery, Event
from trousse.core.outbox.delivering import deliver_facts
from trousse.core.outbox.receivers import receivers_of
from trousse.core.outbox.types import DomainEvent
from trousse.core.realtime.announcing import announce
from trousse.core.refs import Ref
from trousse.core.tasks import enqueue

# One statement where the ORM needs three (update, insert when missing, select): a vote publishes.
# It locks the row until the transaction ends, in PostgreSQL and in SQLite (3.35 and later).
_NEXT_NUMBER = """
    INSERT INTO core_stream (subject, last_sequence) VALUES (%s, 1)
    ON CONFLICT (subject) DO UPDATE SET last_sequence = core_stream.last_sequence + 1
    RETURNING last_sequence
"""


def publish(subject: Ref, event: DomainEvent) -> int:
    """Append ``event`` to the stream of ``subject`` and return its sequence number (from 1).

    The numbers of a subject have no gap and follow the order of commit, because taking one
    locks the stream's row until the transaction ends. Two queries, plus one and one per
    subscriber. Raises RuntimeError outside a transaction.
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
    _ask_for_delivery(row)
    transaction.on_commit(lambda: announce(subject, sequence, event.type))
    return sequence


def _next_sequence(subject: Ref) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [str(subject)])
        (number,) = cursor.fetchone()
    return int(number)


def _ask_for_delivery(row: Event) -> None:
    subscribers = [known.name for known in receivers_of(row.type)]
    if not subscribers:
        return
    Delivery.objects.bulk_create(
        Delivery(event=row, subscriber=name, subject=row.subject, sequence=row.sequence)
        for name in subscribers
    )
    for name in subscribers:
        enqueue(deliver_facts, subscriber=name, subject=row.subject)
