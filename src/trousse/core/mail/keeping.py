"""Periodic care of the mail table: nothing forgotten in the queue, nothing kept too long."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from trousse.core.clock import now
from trousse.core.mail.forgetting import NOTHING
from trousse.core.mail.sending import MAX_ATTEMPTS, send_mail
from trousse.core.models import Mail
from trousse.core.retention import BATCH, delete_some
from trousse.core.tasks import enqueue

OVERDUE = timedelta(minutes=5)
KEEP_KEYS = timedelta(days=365)
SWEEP_LIMIT = 200

Status = Mail.Status


def sweep_mail() -> int:
    """Ask again for letters whose task is lost; return how many."""
    forgotten = Mail.objects.filter(
        Q(status=Status.QUEUED, next_attempt_at__lt=now() - OVERDUE)
        | Q(status=Status.SENDING, lease_until__lt=now())
    ).order_by("next_attempt_at")[:SWEEP_LIMIT]
    for mail in forgotten:
        with transaction.atomic():
            _ask_again(mail)
    return len(forgotten)


def erase_old_mail() -> bool:
    """Erase address, subject and bodies of old letters; a year later, forget their keys.

    Returns whether more wait.
    """
    limit = now() - timedelta(days=settings.MAIL_RETENTION_DAYS)
    finished = Mail.objects.filter(status__in=[Status.SENT, Status.FAILED])
    old = finished.filter(created_at__lt=limit).exclude(to="").order_by("created_at")
    batch = list(old.values_list("pk", flat=True)[:BATCH])
    Mail.objects.filter(pk__in=batch).update(to="", **NOTHING)
    keys_wait = delete_some(finished.filter(created_at__lt=now() - KEEP_KEYS))
    return len(batch) == BATCH or keys_wait


def _ask_again(mail: Mail) -> None:
    same = Mail.objects.filter(pk=mail.pk, status=mail.status, next_attempt_at=mail.next_attempt_at)
    if mail.attempts >= MAX_ATTEMPTS:
        same.update(status=Status.FAILED, last_error="gave up")
    elif same.update(next_attempt_at=now(), status=Status.QUEUED):
        enqueue(send_mail, mail=mail.public_id)
