"""Who is told about an event: adding and removing people, and marking what they are owed.

Every function needs the event locked by the caller; letters leave later (``telling``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q, QuerySet

from trousse.agenda.models import Attendance, Event, Feed
from trousse.core.clock import now

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User


@dataclass(frozen=True, slots=True)
class Invited:
    """Distinct people by key: no guest stands beside the account that has the same address."""

    users: dict[int, "User"]
    guests: dict[int, "Guest"]

    @classmethod
    def of(cls, users: Iterable["User"], guests: Iterable["Guest"]) -> "Invited":
        agents = {user.pk: user for user in users}
        others: dict[int, Guest] = {}
        addresses = {user.email.lower() for user in agents.values()}
        for guest in guests:
            address = guest.email.lower()
            if guest.user_id in agents or (address and address in addresses):
                continue
            addresses.add(address)
            others[guest.pk] = guest
        return cls(agents, others)

    def without(self, other: "Invited") -> "Invited":
        """Return those who are not in ``other``, by key, account or address."""
        addresses = {user.email.lower() for user in other.users.values()}
        addresses |= {guest.email.lower() for guest in other.guests.values()}
        return Invited(
            {pk: user for pk, user in self.users.items() if pk not in other.users},
            {
                pk: guest
                for pk, guest in self.guests.items()
                if pk not in other.guests
                and guest.user_id not in other.users
                and (not guest.email or guest.email.lower() not in addresses)
            },
        )


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """How many people came onto an event and left it."""

    added: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def present(event: Event) -> QuerySet[Attendance]:
    """Return who is on the event, those being taken off left out."""
    return event.attendances.filter(is_removed=False)


def replace_people(event: Event, named: Invited, by_context: Invited) -> PeopleChange:
    """Make the event's people exactly ``named`` by the thing plus those of its activity."""
    others = by_context.without(named)
    added = _add(event, named, by_context=False) + _add(event, others, by_context=True)
    return PeopleChange(added, _remove(event, event.attendances.exclude(_any_of(named, others))))


def add_people(event: Event, people: Invited) -> PeopleChange:
    """Put the people of the activity on its event, beside those who are there."""
    rows = present(event).select_related("user", "guest")
    there = Invited.of(
        [row.user for row in rows if row.user], [row.guest for row in rows if row.guest]
    )
    return PeopleChange(added=_add(event, people.without(there), by_context=True))


def remove_people(event: Event, people: Invited) -> PeopleChange:
    """Take people off the event, but the organiser."""
    leaving = event.attendances.filter(_any_of(people)).exclude(user=event.organiser_id)
    return PeopleChange(removed=_remove(event, leaving))


def remove_context(event: Event) -> PeopleChange:
    """Take off those whom the thing itself had not named."""
    return PeopleChange(removed=_remove(event, event.attendances.filter(by_context=True)))


def owe_everybody(event: Event, *, answers_again: bool) -> None:
    """Mark that everybody present receives the event as it is now.

    ``answers_again``: the hours moved, so that what people had answered no longer holds.
    """
    changes: dict[str, object] = {"owed": event.sequence, "changed_at": now()}
    if answers_again:
        changes["answer"] = Attendance.Answer.NONE
    present(event).update(**changes)


def owe_nothing(event: Event, person: "User") -> None:
    """Mark that ``person`` needs no letter about the event as it is now."""
    event.attendances.filter(user=person).update(told=F("owed"))


@transaction.atomic
def hand_over(guest: "Guest", heir: "User | None") -> None:
    """Put the account of a guest in their place on events, or take them off without a letter.

    Where both stood, the account's own row stays.
    """
    rows = Attendance.objects.filter(guest=guest)
    if heir is not None:
        theirs = Attendance.objects.filter(user=heir).values("event")
        rows.exclude(event__in=theirs).update(user=heir, guest=None, changed_at=now())
    Attendance.objects.filter(guest=guest).delete()


def date_feeds(leaving: QuerySet[Attendance]) -> None:
    """Let the feeds of people say that something left them: what is gone has no date."""
    Feed.objects.filter(owner__in=leaving.values("user")).update(changed_at=now())


def _any_of(*sets: Invited) -> Q:
    users = {pk for people in sets for pk in people.users}
    guests = {pk for people in sets for pk in people.guests}
    return Q(user__in=users) | Q(guest__in=guests)


def _add(event: Event, people: Invited, *, by_context: bool) -> int:
    """Add those who are missing, or come back; the others keep their row."""
    mine = event.attendances.filter(_any_of(people))
    back = mine.filter(is_removed=True).update(
        is_removed=False, owed=event.sequence, by_context=by_context, changed_at=now()
    )
    mine.exclude(by_context=by_context).update(by_context=by_context)
    known: set[tuple[int | None, int | None]] = {*mine.values_list("user", "guest")}
    missing = [
        Attendance(event=event, owed=event.sequence, by_context=by_context, user=user)
        for pk, user in people.users.items()
        if (pk, None) not in known
    ] + [
        Attendance(event=event, owed=event.sequence, by_context=by_context, guest=guest)
        for pk, guest in people.guests.items()
        if (None, pk) not in known
    ]
    Attendance.objects.bulk_create(missing)
    return len(missing) + back


def _remove(event: Event, leaving: QuerySet[Attendance]) -> int:
    """Mark people as taken off; those who hold nothing in their calendar just go."""
    rows = leaving.filter(is_removed=False)
    holds_nothing = Q(told__isnull=True)
    if event.is_cancelled:
        holds_nothing |= Q(told=F("owed"))  # they received the cancellation
    date_feeds(rows)
    gone, _details = rows.filter(holds_nothing).delete()
    told = rows.update(is_removed=True, owed=event.sequence, changed_at=now())
    return gone + told
