"""What an operator may do with deliveries that went wrong; each gesture is audited."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, NotFound
from trousse.core.models import Delivery
from trousse.core.outbox.delivering import deliver_facts
from trousse.core.refs import Ref
from trousse.core.tasks import enqueue

Status = Delivery.Status


def replay(delivery_id: int) -> None:
    """Try a dead delivery again, from its first attempt.

    Raises NotFound, or Conflict when it is not dead.
    """
    _leave(delivery_id, (Status.DEAD,), "core:delivery:replay", status=Status.PENDING, attempts=0)


def skip(delivery_id: int) -> None:
    """Give up a dead or waiting delivery for ever, so that the next ones of its subject go on.

    Raises NotFound, or Conflict when it is finished.
    """
    waiting = (Status.DEAD, Status.PENDING)
    _leave(delivery_id, waiting, "core:delivery:skip", status=Status.SKIPPED, finished_at=now())


def _leave(
    delivery_id: int, allowed: tuple[Delivery.Status, ...], action: str, **changes: object
) -> None:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
        if delivery is None:
            raise NotFound(_("There is no such delivery."))
        if delivery.status not in allowed:
            raise Conflict(_("This delivery is in a state that does not allow it."))
        Delivery.objects.filter(pk=delivery_id).update(next_attempt_at=now(), **changes)
        enqueue(deliver_facts, subscriber=delivery.subscriber, subject=delivery.subject)
        audit.record(
            action,
            subject=Ref.parse(delivery.subject),
            details={
                "delivery": delivery_id,
                "subscriber": delivery.subscriber,
                "sequence": delivery.sequence,
            },
        )
