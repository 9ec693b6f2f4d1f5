"""Telling people, and what they do with what they were told."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from trousse.core.audit import record
from trousse.core.clock import now
from trousse.core.refs import Ref
from trousse.core.tasks import enqueue
from trousse.notifications.kinds import Kind
from trousse.notifications.live import stir_inboxes
from trousse.notifications.mailing import write_due_letters
from trousse.notifications.models import Notification, NotificationQuerySet, Preference
from trousse.notifications.notices import Notice, checked_kind, checked_params
from trousse.notifications.queries import digested_services, reader_named
from trousse.notifications.unsubscribing import DIGEST

if TYPE_CHECKING:
    from trousse.accounts.models import User

__all__ = [
    "Notice",
    "forget_about",
    "mark_all_read",
    "mark_read",
    "notify",
    "set_choices",
    "stop_letters",
]


def notify(people: Iterable["User"], notice: Notice) -> None:
    """Put ``notice`` into the inbox of each of ``people`` and let its letter leave when it may.

    Belongs to the transaction of the write it tells about. Nobody is told of what they did
    themselves, nor when their account is closed. A key that is known already changes the line
    while it is unread, and never sends a second letter. A few statements whatever the number of
    people. Raises ValueError when the notice is not one (see :class:`Notice`).
    """
    kind, params = checked_kind(notice), checked_params(notice)
    actor_id = notice.actor.pk if notice.actor else None
    told = {one.pk: one for one in people if one.is_active and one.pk != actor_id}
    if not told:
        return
    with transaction.atomic():
        known = dict(
            Notification.objects.filter(key=notice.key, user__in=told).values_list("user", "pk")
        )
        _correct(list(known.values()), notice, kind, params)
        Notification.objects.bulk_create(
            [_line(pk, notice, kind, params) for pk in told if pk not in known],
            ignore_conflicts=True,  # told at the same moment elsewhere: one line stays
            batch_size=1000,
        )
        enqueue(write_due_letters)
        _stir([person.public_id for person in told.values()])


def mark_read(user: "User", public_id: str) -> None:
    """Mark one notification of ``user`` as read; its letter, if it waits, does not leave."""
    _mark(user, Notification.objects.filter(public_id=public_id))


def mark_all_read(user: "User") -> None:
    """Mark everything as read."""
    _mark(user, Notification.objects.all())


def set_choices(user: "User", choices: Mapping[str, str]) -> None:
    """Keep how ``user`` wants to hear from each service (its name to a ``Preference.Choice``).

    What waits for its letter is looked at again in the light of the new choice.
    """
    rows = [Preference(user=user, service=name, choice=choice) for name, choice in choices.items()]
    waiting = Notification.objects.awaiting_letter().filter(user=user, service__in=choices)
    with transaction.atomic():
        Preference.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["user", "service"],
            update_fields=["choice"],
        )
        record(
            "notifications:preference:set",
            subject=Ref("user", user.public_id),
            actor=user,
            details=dict(choices),
        )
        if waiting.update(due_at=now()):
            enqueue(write_due_letters)


def stop_letters(person_id: str, service: str) -> None:
    """Stop the letters of a service, or the daily digest, as its letters offer in one click.

    ``person_id``: public id, proved by a token. For the digest, the services that are in it.
    Done twice, it changes nothing more. Raises NotFound for an account that is gone.
    """
    user = reader_named(person_id)
    stopped = digested_services(user) if service == DIGEST else [service]
    set_choices(user, dict.fromkeys(stopped, Preference.Choice.NEVER))


def forget_about(about: Ref, people: Iterable["User"] | None = None) -> None:
    """Take back what was told about a thing that is gone, or that ``people`` may no longer see."""
    lines = Notification.objects.filter(about=str(about))
    if people is not None:
        lines = lines.filter(user__in=[person.pk for person in people])
    with transaction.atomic():
        moved = list(lines.unread().values_list("user__public_id", flat=True).distinct())
        lines.delete()
        _stir(moved)


def _line(user_id: int, notice: Notice, kind: Kind, params: Mapping[str, str]) -> Notification:
    at = now()
    return Notification(
        user_id=user_id,
        kind=kind.name,
        service=kind.service,
        about=str(notice.about),
        url=notice.url,
        params=params,
        actor=notice.actor,
        key=notice.key,
        created_at=at,
        due_at=at,
    )


def _correct(known: list[int], notice: Notice, kind: Kind, params: Mapping[str, str]) -> None:
    """Bring unread lines in line with what is told now; their place in the inbox stays."""
    if known:
        Notification.objects.unread().filter(pk__in=known).update(
            kind=kind.name,
            service=kind.service,
            about=str(notice.about),
            url=notice.url,
            params=params,
            actor=notice.actor,
        )


def _mark(user: "User", lines: NotificationQuerySet) -> None:
    with transaction.atomic():
        if lines.unread().filter(user=user).update(read_at=now(), due_at=None):
            _stir([user.public_id])


def _stir(public_ids: list[str]) -> None:
    transaction.on_commit(partial(stir_inboxes, public_ids), robust=True)
