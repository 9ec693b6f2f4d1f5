"""Writing a fact: one row per fact, one per interested subscriber, in the writer's transaction."""

import json

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
# Both writes in one statement, where the database is a trip away: SQLite has no such statement.
_NUMBERED_FACT = """
    WITH numbered AS (
        INSERT INTO core_stream (subject, last_sequence) VALUES (%s, 1)
        ON CONFLICT (subject) DO UPDATE SET last_sequence = core_stream.last_sequence + 1
        RETURNING last_sequence
    )
    INSERT INTO core_event (subject, sequence, type, version, source, data, occurred_at)
    SELECT %s, last_sequence, %s, %s, %s, %s, %s FROM numbered
    RETURNING sequence, id
"""


def publish(subject: Ref, event: DomainEvent) -> int:
    """Append ``event`` to the stream of ``subject`` and return its sequence number (from 1).

    The numbers of a subject have no gap and follow the order of commit, because taking one
    locks the stream's row until the transaction ends. One query on PostgreSQL, two on SQLite,
    plus one and one per subscriber. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs to the transaction of the write it tells about")
    row = Event(
        subject=str(subject),
        type=event.type,
        version=event.version,
        source=event.source,
        data=event.data(),
    )
    _append(row)
    _ask_for_delivery(row)
    transaction.on_commit(lambda: announce(subject, row.sequence, row.type))
    return row.sequence


def _append(row: Event) -> None:
    """Write the fact under the next number of its subject."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            about = (row.subject, row.subject, row.type, row.version, row.source)
            cursor.execute(_NUMBERED_FACT, (*about, json.dumps(row.data), row.occurred_at))
            row.sequence, row.pk = cursor.fetchone()
            return
        cursor.execute(_NEXT_NUMBER, [row.subject])
        (row.sequence,) = cursor.fetchone()
    row.save(force_insert=True)


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
