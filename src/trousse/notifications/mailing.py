"""Writing the letters that are due, person by person, by any number of workers.

A worker holds somebody's :class:`Postbox` while it sorts what waits for them, so that two never
write the same letter. The notifications are marked in the same transaction as their letter is
queued, and the queue sends it once.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from trousse.core.clock import now
from trousse.core.errors import TrousseError
from trousse.core.mail import queue_letter
from trousse.core.tasks import enqueue, task
from trousse.directory.calendar import zone_of
from trousse.notifications.letters import digest_letter, letter_about
from trousse.notifications.models import Notification, NotificationQuerySet, Postbox, Preference
from trousse.notifications.planning import Reader, local_day, plan_letters

logger = logging.getLogger("trousse.notifications")

PEOPLE_AT_ONCE = 100
"""One run of the task; then other tasks have their turn."""
AFTER_A_FAULT = timedelta(hours=1)


@task(name="notifications.write_due_letters")
def write_due_letters() -> None:
    """Queue what is due, for a bounded number of people, and ask again when others wait."""
    due = Notification.objects.filter(due_at__lte=now())
    ids = due.order_by("user_id").values_list("user_id", flat=True).distinct()
    people = list(ids[:PEOPLE_AT_ONCE])
    for user_id in people:
        _write_to(user_id)
    if len(people) == PEOPLE_AT_ONCE:
        enqueue(write_due_letters)


def ask_for_due_letters() -> None:
    """Wake the task when moments have come that earlier runs were waiting for."""
    at = now()
    if Notification.objects.filter(due_at__lte=at).exists():
        enqueue(write_due_letters, key=f"notifications.letters/{at:%Y%m%dT%H%M}")


def _write_to(user_id: int) -> None:
    """Write to one person. A fault in their letter must not hold back everybody else's."""
    try:
        _sort_what_waits(user_id)
    except (LookupError, TypeError, ValueError, TrousseError):
        logger.exception("a letter cannot be written", extra={"person": user_id})
        waiting = Notification.objects.awaiting_letter().filter(user_id=user_id)
        waiting.update(due_at=now() + AFTER_A_FAULT)


def _sort_what_waits(user_id: int) -> None:
    Postbox.objects.bulk_create([Postbox(user_id=user_id)], ignore_conflicts=True)
    with transaction.atomic():
        boxes = Postbox.objects.select_for_update(of=("self",)).select_related("user")
        box = boxes.get(pk=user_id)
        rows = Notification.objects.awaiting_letter().filter(user_id=user_id)
        waiting = list(rows.select_related("actor").order_by("created_at", "pk"))
        if box.user.is_active:
            _write_letters(box, waiting, now())
        else:
            _settle(waiting)


def _write_letters(box: Postbox, waiting: list[Notification], at: datetime) -> None:
    choices = Preference.objects.filter(user=box.user).values_list("service", "choice")
    reader = Reader(zone_of(box.user), dict(choices), box.digest_on)
    plan = plan_letters(waiting, reader, at)
    for rows in _by_thing(plan.at_once):
        queue_letter(letter_about(box.user, rows))
    if plan.digest:
        box.digest_on = local_day(reader.zone, at)
        queue_letter(digest_letter(box.user, plan.digest, box.digest_on))
        box.save(update_fields=["digest_on"])
    _settle(plan.at_once + plan.digest, mailed_at=at)
    _settle(plan.unwanted)
    for moment, rows in plan.later.items():
        _named(rows).update(due_at=moment)


def _by_thing(rows: Sequence[Notification]) -> list[list[Notification]]:
    """Group news of one service about one thing, in the order in which they were told."""
    groups: dict[tuple[str, str], list[Notification]] = {}
    for row in rows:
        groups.setdefault((row.service, row.about), []).append(row)
    return list(groups.values())


def _settle(rows: Sequence[Notification], mailed_at: datetime | None = None) -> None:
    _named(rows).update(due_at=None, mailed_at=mailed_at)


def _named(rows: Sequence[Notification]) -> NotificationQuerySet:
    return Notification.objects.filter(pk__in=[row.pk for row in rows])
