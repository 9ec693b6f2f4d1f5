"""Reads of inboxes and of how people want to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from trousse.core.errors import NotFound
from trousse.core.refs import Ref
from trousse.notifications.kinds import service_label, services
from trousse.notifications.live import inbox_ref
from trousse.notifications.models import Notification, Preference
from trousse.notifications.wording import line_of

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_COUNTED = 100
"""The count stops here: the bell then says « 99+ »."""
PAGE_SIZE = 30

# Written out because every page of a signed-in person asks it: one look at a partial index.
_BELL = """
    SELECT (SELECT COUNT(*) FROM (
        SELECT 1 FROM notifications_notification WHERE user_id = %s AND read_at IS NULL LIMIT %s
    ) AS unread), (SELECT last_sequence FROM core_stream WHERE subject = %s)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One notification as pages and letters show it; ``id`` is public."""

    id: str
    text: str
    service: str
    created_at: datetime
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The notifications of one day where the reader lives, the unread ones first."""

    day: date
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Bell:
    """How many are unread, at most ``MOST_COUNTED``; what open pages follow, and from where on."""

    unread: int
    subject: Ref
    after: int

    def context(self) -> dict[str, object]:
        """Return what its template is given."""
        return {"unread": self.unread, "subject": self.subject, "after": self.after}


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of an inbox; ``next_key`` leads to the older ones, "" at the end."""

    days: list[Day]
    next_key: str


def unread_count(user: "User") -> int:
    """Return how many notifications ``user`` has not opened, at most ``MOST_COUNTED``."""
    return bell_of(user).unread


def bell_of(user: "User") -> Bell:
    """Return what the bell of ``user`` shows, in one query."""
    subject = inbox_ref(user.public_id)
    with connection.cursor() as cursor:
        cursor.execute(_BELL, [user.pk, MOST_COUNTED, str(subject)])
        unread, after = cursor.fetchone()
    return Bell(int(unread), subject, int(after or 0))


def inbox_page(user: "User", *, after_key: str = "", only_unread: bool = False) -> InboxPage:
    """Return one page of the inbox, newest first, in the language and time zone in force.

    ``after_key``: the ``next_key`` of the page before; one that is gone starts again at the top.
    """
    mine = Notification.objects.filter(user=user).order_by("-created_at", "-pk")
    shown = mine.unread() if only_unread else mine
    last = mine.filter(public_id=after_key).first() if after_key else None
    if last is not None:
        same_time = Q(created_at=last.created_at, pk__lt=last.pk)
        shown = shown.filter(same_time | Q(created_at__lt=last.created_at))
    rows = list(shown.select_related("actor")[: PAGE_SIZE + 1])
    next_key = rows[PAGE_SIZE - 1].public_id if len(rows) > PAGE_SIZE else ""
    return InboxPage(_by_day(rows[:PAGE_SIZE]), next_key)


def find_own(user: "User", public_id: str) -> Notification:
    """Return a notification of ``user``. Raises NotFound for anybody else's."""
    found = Notification.objects.filter(user=user, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def choices_of(user: "User") -> dict[str, str]:
    """Return how ``user`` wants to hear from each service that has something to tell."""
    kept = dict(Preference.objects.filter(user=user).values_list("service", "choice"))
    return {name: kept.get(name, Preference.Choice.NOW.value) for name in services()}


def digested_services(user: "User") -> list[str]:
    """Return the services that ``user`` hears from once a day."""
    digest = Preference.Choice.DIGEST
    kept = Preference.objects.filter(user=user, choice=digest).order_by("service")
    return list(kept.values_list("service", flat=True))


@dataclass(frozen=True, slots=True)
class Told:
    """That somebody was told something: under which key of the notice, and when."""

    key: str
    at: datetime


def told_about(about: Ref, kind: str, people: "Iterable[User]") -> dict[int, list[Told]]:
    """Return what ``people`` were told of that kind about a thing, by primary key."""
    theirs = Notification.objects.filter(user__in=[person.pk for person in people])
    rows = theirs.filter(about=str(about), kind=kind).order_by("pk")
    told: dict[int, list[Told]] = {}
    for person, key, at in rows.values_list("user", "key", "created_at"):
        told.setdefault(person, []).append(Told(key, at))
    return told


def reader_named(public_id: str) -> "User":
    """Return the person of that public id. Raises NotFound when the account is gone."""
    found = get_user_model().objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def lines_of(rows: Iterable[Notification]) -> list[Line]:
    """Return notifications in words."""
    return [
        Line(
            id=row.public_id,
            text=line_of(row),
            service=service_label(row.service),
            created_at=row.created_at,
            is_unread=row.read_at is None,
        )
        for row in rows
    ]


def _by_day(rows: list[Notification]) -> list[Day]:
    days = groupby(lines_of(rows), key=lambda line: timezone.localdate(line.created_at))
    return [Day(day, sorted(lines, key=lambda line: not line.is_unread)) for day, lines in days]
