"""Reminding by itself those who have not answered: once a deadline, when they may be reached."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.mail.queries import keys_queued
from trousse.core.outbox import publish
from trousse.core.tasks import enqueue, task
from trousse.directory.calendar import WorkZone, zone_of, zones_of
from trousse.notifications.queries import Told, told_about
from trousse.services.polls import letters
from trousse.services.polls.events import PollReminded
from trousse.services.polls.inviting import (
    BETWEEN_REMINDERS,
    MOST_PEOPLE,
    REMINDER,
    missing_guests,
    missing_people,
    send_reminders,
)
from trousse.services.polls.models import Poll
from trousse.services.polls.reminder_moments import (
    BEFORE_DEADLINE,
    FARTHEST,
    is_allowed,
    moment_after,
    moment_before,
)
from trousse.sharing.queries import Invitations, invitations_of
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trousse.accounts.models import Guest, User

A_TURN = 200
STILL_FRESH = timedelta(days=60)
"""A poll without deadline reminds of itself that long after it was made."""
SCHOOL_ZONES = tuple(WorkZone(holiday_zone=zone) for zone in "ABC")


@dataclass(frozen=True, slots=True)
class Round:
    """What decides, for one poll at one instant, who is reminded."""

    poll: Poll
    at: datetime
    invitations: Invitations

    @property
    def name(self) -> str:
        """Name the reminder, one a person: that of this deadline, or the only one."""
        deadline = self.poll.deadline
        return f"reminder/{deadline:%Y%m%dT%H%M}" if deadline else "reminder/once"

    def is_due(self, zone: WorkZone, invited: datetime | None) -> bool:
        """Whether people of ``zone``, invited at that instant, are to be reminded now."""
        since = invited or self.poll.created_at
        if self.at - since < BETWEEN_REMINDERS or not is_allowed(zone, self.at):
            return False
        if self.poll.deadline is None:
            return moment_after(since, zone) <= self.at
        moment = moment_before(self.poll.deadline, zone)
        return moment is not None and moment <= self.at

    def was_told(self, told: list[Told]) -> bool:
        """Whether somebody had this reminder, or any a short while ago."""
        key = f"{self.poll.ref}/{self.name}"
        return any(one.key == key or self.at - one.at < BETWEEN_REMINDERS for one in told)


def remind_by_itself() -> None:
    """Have those who are missing reminded, where the moment has come."""
    enqueue(remind_some, after=0)


@task(name="polls.remind_some", can_wait=True)
def remind_some(after: int) -> None:
    """Look at some of the polls that remind of themselves, by key after that one, then go on."""
    at = now()
    polls = list(_waiting(at).filter(pk__gt=after).order_by("pk")[:A_TURN])
    zones = zones_of([poll.organiser for poll in polls])
    for poll in polls:
        if _may_be_due(poll, zones[poll.organiser_id], at):
            remind_due(poll)
    if len(polls) == A_TURN:
        enqueue(remind_some, after=polls[-1].pk)


@transaction.atomic
def remind_due(poll: Poll) -> int:
    """Remind those who are missing and whose moment has come; return how many. Twice, once."""
    rows = Poll.objects.select_for_update(of=("self",)).select_related("organiser")
    locked = rows.filter(_reminding(now()), pk=poll.pk).first()
    if locked is None:
        return 0
    turn = Round(locked, now(), invitations_of(locked.ref, Role.TAKE_PART))
    people, guests = _people_due(turn), _guests_due(turn)
    count = len(people) + len(guests)
    if count:
        locked.reminded_at = now()
        locked.save(update_fields=["reminded_at"])
        send_reminders(locked, people, guests, name=turn.name)
        audit.record("polls:poll:remind", subject=poll.ref, details={"people": count})
        publish(poll.ref, PollReminded(people=count))
    return count


def _people_due(turn: Round) -> "list[User]":
    poll = turn.poll
    people = list(missing_people(poll)[:MOST_PEOPLE])
    if not people:
        return []
    zones, told = zones_of(people), told_about(poll.ref, REMINDER.name, people)
    return [
        person
        for person in people
        if turn.is_due(zones[person.pk], turn.invitations.of_person(person.pk))
        and not turn.was_told(told.get(person.pk, []))
    ]


def _guests_due(turn: Round) -> "list[Guest]":
    """Guests work nowhere that we know: they are where the poll is, off when its organiser is."""
    poll = turn.poll
    if poll.reminded_at and turn.at - poll.reminded_at < BETWEEN_REMINDERS:
        return []
    guests = [guest for guest in missing_guests(poll) if guest.email]
    if not guests:
        return []
    zone = replace(zone_of(poll.organiser), time_zone=poll.time_zone)
    keys = {guest.pk: letters.letter_key(poll, guest, turn.name) for guest in guests}
    had = keys_queued(keys.values())
    return [
        guest
        for guest in guests
        if keys[guest.pk] not in had and turn.is_due(zone, turn.invitations.of_guest(guest.pk))
    ]


def _reminding(at: datetime) -> Q:
    """Return the condition of the polls that may remind of themselves."""
    soon = Q(deadline__gt=at, deadline__lte=at + BEFORE_DEADLINE + FARTHEST)
    fresh = Q(deadline__isnull=True, created_at__gte=at - STILL_FRESH)
    return Q(soon | fresh, state=Poll.State.OPEN, reminds=True)


def _waiting(at: datetime) -> "QuerySet[Poll]":
    return Poll.objects.filter(_reminding(at)).select_related("organiser")


def _may_be_due(poll: Poll, zone: WorkZone, at: datetime) -> bool:
    """Whether looking at everybody is worth it: most deadlines are far away, wherever one works."""
    if poll.deadline is None:
        return at - poll.created_at >= BETWEEN_REMINDERS
    moments = [moment_before(poll.deadline, one) for one in (zone, *SCHOOL_ZONES)]
    return any(moment is not None and moment - at < timedelta(days=1) for moment in moments)
