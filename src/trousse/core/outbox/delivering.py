"""Handing facts to their receivers: after commit, at least once, in order per subject.

The order holds because only the oldest unfinished delivery of a (subscriber, subject) is ever
tried: what failed, or is dead, holds back what follows it, for this subscriber and subject only.
The receiver and the delivery mark share one transaction, so its database effects happen once.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from trousse.core.backoff import delay_after
from trousse.core.clock import now
from trousse.core.logs.scrubbing import scrub
from trousse.core.models import Delivery, Event
from trousse.core.outbox.receivers import Receiver, receiver_named, receiver_names
from trousse.core.outbox.types import ReceivedEvent
from trousse.core.refs import Ref
from trousse.core.tasks import enqueue, task

logger = logging.getLogger("trousse.outbox")

MAX_ATTEMPTS = 12
"""With :mod:`trousse.core.backoff`, a fact is dead after about eight hours."""
BATCH = 100
"""Deliveries in one task, so that a long backlog leaves room for other tasks."""
OVERDUE = timedelta(seconds=30)
SWEEP_LIMIT = 500

Status = Delivery.Status


@task(name="core.deliver_facts")
def deliver_facts(subscriber: str, subject: str) -> None:
    """Deliver, oldest first, what the subscriber has still to receive about the subject."""
    for _turn in range(BATCH):
        if not _deliver_next(subscriber, subject):
            return
    enqueue(deliver_facts, subscriber=subscriber, subject=subject)


def sweep_outbox() -> int:
    """Ask again for deliveries that are overdue; return how many.

    Their task is lost or still waits: asking twice does no harm.
    """
    earlier = Delivery.objects.unfinished().filter(
        subscriber=OuterRef("subscriber"),
        subject=OuterRef("subject"),
        sequence__lt=OuterRef("sequence"),
    )
    overdue = Delivery.objects.filter(
        ~Exists(earlier),
        status=Status.PENDING,
        next_attempt_at__lt=now() - OVERDUE,
        subscriber__in=receiver_names(),
    ).order_by("next_attempt_at")[:SWEEP_LIMIT]
    for delivery in overdue:
        with transaction.atomic():
            Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=now())
            enqueue(deliver_facts, subscriber=delivery.subscriber, subject=delivery.subject)
    return len(overdue)


def _deliver_next(subscriber: str, subject: str) -> bool:
    """Deliver the oldest unfinished fact; return whether the next one may follow."""
    known = receiver_named(subscriber)
    oldest = (
        Delivery.objects.unfinished()
        .filter(subscriber=subscriber, subject=subject)
        .order_by("sequence")
        .first()
    )
    if known is None or oldest is None or not oldest.is_due():
        return False
    try:
        return _hand_over(oldest, known)
    except Exception as error:
        logger.exception("receiver failed", extra={"subscriber": subscriber, "id": oldest.pk})
        _postpone(oldest, error)
        return False


def _hand_over(delivery: Delivery, known: Receiver) -> bool:
    """Call the receiver, unless another worker is doing it: that one goes on with the next."""
    with transaction.atomic():
        held = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        mine = held.select_related("event").filter(pk=delivery.pk, status=Status.PENDING).first()
        if mine is None:
            return False
        known.handle(_as_received(mine.event))
        Delivery.objects.filter(pk=mine.pk).update(status=Status.DELIVERED, finished_at=now())
    return True


def _postpone(delivery: Delivery, error: Exception) -> None:
    attempts = delivery.attempts + 1
    later = now() + delay_after(attempts)
    is_dead = attempts >= MAX_ATTEMPTS
    with transaction.atomic():
        unchanged = Delivery.objects.filter(
            pk=delivery.pk, status=Status.PENDING, attempts=delivery.attempts
        )
        written = unchanged.update(
            status=Status.DEAD if is_dead else Status.PENDING,
            attempts=attempts,
            next_attempt_at=later,
            last_error=scrub(f"{type(error).__name__}: {error}")[:500],
        )
        if written and not is_dead:
            arguments = {"subscriber": delivery.subscriber, "subject": delivery.subject}
            enqueue(deliver_facts, run_after=later, **arguments)


def _as_received(event: Event) -> ReceivedEvent:
    return ReceivedEvent(
        subject=Ref.parse(event.subject),
        sequence=event.sequence,
        type=event.type,
        version=event.version,
        source=event.source,
        data=event.data,
        occurred_at=event.occurred_at,
    )
