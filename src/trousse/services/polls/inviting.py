"""Who was asked to answer a poll, who is still missing, and reminding them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Window
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from trousse.accounts.queries import token_of_guest
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict
from trousse.core.outbox import publish
from trousse.notifications.kinds import Kind, register_kind
from trousse.notifications.operations import Notice, notify
from trousse.services.polls import letters
from trousse.services.polls.events import PollReminded
from trousse.services.polls.models import Participant, Poll
from trousse.sharing.queries import guests_with_access, last_invited_at, users_with_access
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trousse.accounts.models import Guest, User

MOST_PEOPLE = 1000
"""People told of one poll at once: beyond, it is shared with a crowd, not with invited people."""
BETWEEN_REMINDERS = timedelta(hours=20)
NAMES_SHOWN = 8
POLLS_A_TURN = 500

REMINDER = Kind(
    name="polls.reminder",
    service="polls",
    title=_("Your answer is expected"),
    line=_("%(organiser)s is waiting for your answer: %(title)s"),
)
ANSWERED = Kind(
    name="polls.answered",
    service="polls",
    title=_("New answers to your poll"),
    line=_("New answers: %(title)s"),
)
BOOKED = Kind(
    name="polls.booked",
    service="polls",
    title=_("New appointments"),
    line=_("Appointments were taken or changed: %(title)s"),
)
ALL_ANSWERED = Kind(
    name="polls.all_answered",
    service="polls",
    title=_("Everybody has answered your poll"),
    line=_("Everybody who was invited has answered: %(title)s"),
)
for kind in (REMINDER, ANSWERED, BOOKED, ALL_ANSWERED):
    register_kind(kind)


@dataclass(frozen=True, slots=True)
class Missing:
    """Who was invited and has not answered. ``names``: the first ones; ``count``: all of them."""

    names: tuple[str, ...]
    count: int

    @property
    def others(self) -> int:
        return self.count - len(self.names)


def invited_people(poll: Poll) -> "QuerySet[User]":
    """Return the accounts invited to answer, by name or through a group, but for the organiser."""
    return users_with_access(poll.ref, Role.TAKE_PART).exclude(pk=poll.organiser_id)


def invited_count(poll: Poll) -> int:
    """Return how many people were invited, with or without an account."""
    return invited_people(poll).count() + len(guests_with_access(poll.ref, Role.TAKE_PART))


def missing_people(poll: Poll) -> "QuerySet[User]":
    """Return the accounts that were invited and have not answered, in a steady order."""
    answered = poll.participants.filter(user__isnull=False).order_by().values("user")
    return invited_people(poll).exclude(pk__in=answered).order_by("last_name", "first_name", "pk")


def missing_guests(poll: Poll) -> "list[Guest]":
    """Return the guests who were invited and have not answered."""
    answered = poll.participants.filter(guest__isnull=False).order_by().values("guest")
    return guests_with_access(poll.ref, Role.TAKE_PART, besides=answered)


def read_missing(poll: Poll, limit: int = NAMES_SHOWN) -> Missing:
    """Return who is missing, at most ``limit`` of them by name."""
    counted = missing_people(poll).annotate(total=Window(Count("pk")))
    people, guests = list(counted[:limit]), missing_guests(poll)
    names = [person.full_name for person in people]
    names += [guest.name for guest in guests][: limit - len(names)]
    total = len(guests) + (people[0].total if people else 0)
    return Missing(tuple(names), total)


def has_everybody_answered(poll: Poll) -> bool:
    """Whether people were invited, and none of them is missing."""
    if last_invited_at(poll.ref, Role.TAKE_PART) is None:
        return False
    return not missing_people(poll).exists() and not missing_guests(poll)


@transaction.atomic
def remind_missing(poll: Poll, actor: "User | None") -> int:
    """Remind everybody who was invited and has not answered; return how many.

    Notices wait for working hours. Raises Conflict when the poll takes no answers, or when
    people were reminded a short while ago.
    """
    locked = (
        Poll.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=poll.pk)
    )
    if not locked.is_open or locked.is_booking:
        raise Conflict(_("This poll no longer takes answers."))
    if locked.reminded_at and now() - locked.reminded_at < BETWEEN_REMINDERS:
        raise Conflict(_("People were reminded a short while ago. Leave them a day to answer."))
    people, guests = list(missing_people(locked)[:MOST_PEOPLE]), missing_guests(locked)
    if not people and not guests:
        return 0
    locked.reminded_at = now()
    locked.save(update_fields=["reminded_at"])
    send_reminders(locked, people, guests, name=f"reminder/{letters.today_in(locked)}")
    audit.record("polls:poll:remind", subject=poll.ref, actor=actor)
    publish(poll.ref, PollReminded(people=len(people) + len(guests)))
    return len(people) + len(guests)


def tell_organisers() -> None:
    """Tell each organiser, in one line a poll and a day, that people have answered.

    Once nobody is missing, that is what they are told instead; once, until others are invited.
    """
    since = Coalesce(OuterRef("answers_told_at"), OuterRef("created_at"))
    fresh = Participant.objects.filter(poll=OuterRef("pk"), changed_at__gt=since)
    by_others = fresh.exclude(user=OuterRef("organiser"))
    news = Poll.objects.filter(Exists(by_others)).select_related("organiser")
    for poll in news.order_by("pk")[:POLLS_A_TURN]:
        _tell_organiser(poll)


@transaction.atomic
def _tell_organiser(poll: Poll) -> None:
    told = {"answers_told_at": now()}
    kind, key = ANSWERED, f"{poll.ref}/answered/{letters.today_in(poll)}"
    if poll.is_booking:
        kind = BOOKED
    elif _is_complete_anew(poll):
        told["all_answered_told_at"] = now()
        kind, key = ALL_ANSWERED, f"{poll.ref}/all_answered/{now().isoformat()}"
    Poll.objects.filter(pk=poll.pk).update(**told)
    notify([poll.organiser], _notice(kind, poll, key, actor=None))


def _is_complete_anew(poll: Poll) -> bool:
    """Whether nobody is missing any more, which the organiser was not told yet."""
    if poll.state != Poll.State.OPEN:
        return False
    told, invited = poll.all_answered_told_at, last_invited_at(poll.ref, Role.TAKE_PART)
    if invited is None or (told is not None and invited <= told):
        return False
    return has_everybody_answered(poll)


def send_reminders(poll: Poll, people: "list[User]", guests: "list[Guest]", *, name: str) -> None:
    """Tell these people that their answer is expected, each with their way in; once a ``name``."""
    notify(people, _notice(REMINDER, poll, f"{poll.ref}/{name}", actor=poll.organiser))
    for guest in guests:
        token = token_of_guest(guest)
        if guest.email and token:
            letters.queue_reminder(poll, guest, token, name)


def _notice(kind: Kind, poll: Poll, key: str, *, actor: "User | None") -> Notice:
    return Notice(
        kind=kind.name,
        about=poll.ref,
        url=poll.get_absolute_url(),
        params={"title": poll.title, "organiser": poll.organiser.full_name},
        actor=actor,
        key=key,
    )
