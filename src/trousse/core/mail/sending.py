"""The task that sends one letter.

A letter is taken by a lease, never by a lock: no transaction is open while the server is spoken
to. A duplicate leaves only when the process dies between the server's OK and our commit, and it
then has the same Message-ID, which mail programs know as the same letter.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from trousse.core.backoff import delay_after
from trousse.core.clock import now
from trousse.core.mail.message import mime_message
from trousse.core.mail.transports import Refused, deliver
from trousse.core.models import Mail
from trousse.core.tasks import current_attempt, enqueue, task

logger = logging.getLogger("trousse.mail")

LEASE = timedelta(minutes=5)
"""Longer than the sum of an exchange's time-outs."""
MAX_ATTEMPTS = 28
"""With :mod:`trousse.core.backoff`, a letter is given up after a day."""

Status = Mail.Status


@task(name="core.send_mail")
def send_mail(mail: str) -> None:
    """Send the letter of that public id, unless it left, is leaving or was given up."""
    if not _take(mail):
        return
    row = Mail.objects.get(public_id=mail)
    try:
        deliver(mime_message(row), f"{row.created_at:%Y%m%dT%H%M%S}-{row.public_id}")
    except Refused as error:
        _finish(row, Status.FAILED, str(error))
    except OSError as error:
        _postpone(row, type(error).__name__)
    else:
        _finish(row, Status.SENT)


def _take(public_id: str) -> bool:
    """Lease the letter for this attempt.

    A later attempt of the same task may take it back at once: the former one is dead.
    """
    attempt = current_attempt()
    owner = attempt.id if attempt else ""
    abandoned = Q(lease_until__lt=now()) | Q(lease_owner=owner)
    free = Q(status=Status.QUEUED) | (Q(status=Status.SENDING) & abandoned)
    taken = Mail.objects.filter(free, public_id=public_id).update(
        status=Status.SENDING,
        lease_until=now() + LEASE,
        lease_owner=owner,
        attempts=F("attempts") + 1,
    )
    return taken == 1


def _finish(row: Mail, status: Mail.Status, error: str = "") -> None:
    Mail.objects.filter(pk=row.pk).update(
        status=status,
        sent_at=now() if status == Status.SENT else None,
        last_error=error,
        lease_until=None,
        lease_owner="",
    )
    if status == Status.FAILED:
        logger.error("mail given up", extra={"mail": row.pk, "reason": error})


def _postpone(row: Mail, error: str) -> None:
    if row.attempts >= MAX_ATTEMPTS:
        _finish(row, Status.FAILED, error)
        return
    later = now() + delay_after(row.attempts)
    with transaction.atomic():
        Mail.objects.filter(pk=row.pk).update(
            status=Status.QUEUED,
            next_attempt_at=later,
            last_error=error,
            lease_until=None,
            lease_owner="",
        )
        enqueue(send_mail, run_after=later, mail=row.public_id)
    logger.warning("mail postponed", extra={"mail": row.pk, "reason": error})
