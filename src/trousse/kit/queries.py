"""Reads of the index of things: what waits, what was opened, what takes place, what is found.

Rights are those of ``sharing``, asked each time; the index holds none.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import F, Q

from trousse.accounts.current import Visitor
from trousse.activities.queries import refs_in
from trousse.core.clock import now
from trousse.core.refs import Ref
from trousse.kit.contents import hits_of
from trousse.kit.finding import find_rows
from trousse.kit.models import Resource, ResourcePerson
from trousse.kit.types import resource_type_of
from trousse.sharing.access import grants_of, roles_on
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User

ACTIVITY = "activity"
PAGE = 60
MOST_PAGES = 5
"""Pages read to replace what somebody has done already, or may no longer see."""
MOST_DATED = 200

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ThingFound:
    """A thing in a list. ``kind``: « Poll »; ``state``: in words; ``mark``: the badge's picture.

    ``excerpt``: where its content has the words searched, when its title has not.
    """

    ref: Ref
    title: str
    url: str
    service: str
    kind: str
    icon: str
    state: str
    mark: str
    changed_at: datetime
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that somebody is expected to do. ``verb``: « Answer »."""

    thing: ThingFound
    verb: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recent:
    """Something that somebody opened or changed lately."""

    thing: ThingFound
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that takes place. ``ends_at`` is excluded; ``whole_day``: these are midnights."""

    thing: ThingFound
    starts_at: datetime
    ends_at: datetime
    whole_day: bool


def recents_of(visitor: "Visitor | User", limit: int = 8) -> list[Recent]:
    """Return what somebody last opened or changed and may still open, the latest first."""
    one = _as_visitor(visitor)
    opened = ResourcePerson.objects.filter(user=one.user).select_related("resource")
    rows = opened.order_by("-opened_at", "-pk")

    def visible(page: list[ResourcePerson]) -> list[ResourcePerson]:
        roles = roles_on(one, [row.resource.thing for row in page])
        return [row for row in page if row.resource.thing in roles]

    found = _read_on(lambda start, end: rows[start:end], visible, limit)
    return [Recent(_found(row.resource), row.opened_at) for row in found]


def todo_of(user: "User", limit: int = 6, *, subjects: Sequence[str] | None = None) -> list[Todo]:
    """Return what is expected of ``user``, the most urgent first, then the last changed.

    That is: what asks something of those who may take part, is shared with them by name or
    through a group or an establishment, is not over, and that they have not done. ``subjects``:
    what ``sharing.access.subjects_of`` has just said, to spare its queries.
    """
    held = grants_of(user, at_least=Role.TAKE_PART, subjects=subjects)
    shared = held.order_by().values("ref")
    waiting = Q(expected_until__isnull=True) | Q(expected_until__gt=now())
    rows = Resource.objects.filter(waiting, asks=True, ref__in=shared).order_by(
        F("due_at").asc(nulls_last=True), "-changed_at", "pk"
    )
    found = _read_on(lambda start, end: rows[start:end], lambda page: _unsettled(user, page), limit)
    return [Todo(_found(row), _verb_of(row), row.due_at) for row in found]


def days_of(
    user: "User", start: datetime, end: datetime, *, subjects: Sequence[str] | None = None
) -> list[Dated]:
    """Return what takes place from ``start`` to ``end`` (excluded) and is shared with ``user``.

    By date. The same may stand in the agenda, whose events name the thing that set their date. A
    thing that gave its date to its activity is left out beside it. ``subjects``: as in
    :func:`todo_of`.
    """
    shared = grants_of(user, subjects=subjects).order_by().values("ref")
    found = Resource.objects.filter(ref__in=shared, starts_at__lt=end, ends_at__gt=start)
    rows = list(found.order_by("starts_at", "pk")[:MOST_DATED])
    lent = _dates_lent(rows)
    return [
        Dated(_found(row), row.starts_at, row.ends_at, row.whole_day)
        for row in rows
        if row.starts_at and row.ends_at and row.thing not in lent
    ]


def _dates_lent(rows: list[Resource]) -> set[Ref]:
    """Return the things of ``rows`` whose date is that of their activity; no query without any."""
    times = Counter((row.starts_at, row.ends_at) for row in rows)
    lent: set[Ref] = set()
    for row in rows:
        if row.type == ACTIVITY and times[row.starts_at, row.ends_at] > 1:
            same = {one.thing for one in rows if one.starts_at == row.starts_at}
            lent |= same & set(refs_in(row.thing))
    return lent


def find_things(visitor: "Visitor | User", text: str, limit: int = 10) -> list[ThingFound]:
    """Return things whose titles have the words of ``text``, nearest and newest first.

    Then those whose content has them, as their services say. Words may be begun only, without
    accents, and hold one typo. Nothing for an empty text.
    """
    one = _as_visitor(visitor)
    found = [_found(row) for row in find_rows(one, text, limit)]
    if len(found) < limit:
        found += _found_inside(one, text, limit, {thing.ref for thing in found})
    return found[:limit]


def _found_inside(
    visitor: Visitor, text: str, limit: int, besides: Collection[Ref]
) -> list[ThingFound]:
    excerpts = {hit.thing.ref: hit.excerpt for hit in hits_of(visitor, text, limit)}
    if not excerpts:
        return []
    rows = {row.ref: row for row in Resource.objects.filter(ref__in=excerpts)}
    things = [
        replace(_found(rows[word]), excerpt=excerpt)
        for word, excerpt in excerpts.items()
        if word in rows
    ]
    return [thing for thing in things if thing.ref not in besides]


def cards_of(rows: Iterable[Resource]) -> list[ThingFound]:
    """Return rows of the index as lists show them."""
    return [_found(row) for row in rows]


def _as_visitor(visitor: "Visitor | User") -> Visitor:
    return visitor if isinstance(visitor, Visitor) else Visitor(visitor)


def _read_on(
    read: Callable[[int, int], Iterable[R]], keep: Callable[[list[R]], list[R]], limit: int
) -> list[R]:
    """Return the first ``limit`` rows that ``keep`` keeps, reading a page at a time."""
    kept: list[R] = []
    for page in range(MOST_PAGES):
        rows = list(read(page * PAGE, (page + 1) * PAGE))
        kept += keep(rows)
        if len(kept) >= limit or len(rows) < PAGE:
            break
    return kept[:limit]


def _unsettled(user: "User", rows: list[Resource]) -> list[Resource]:
    """Leave out what the services say that ``user`` has done: one question a type."""
    settled: set[Ref] = set()
    for ref_type in sorted({row.type for row in rows}):
        if known := resource_type_of(ref_type):
            settled |= known.settled(user, [row.thing for row in rows if row.type == ref_type])
    return [row for row in rows if row.thing not in settled]


def _verb_of(row: Resource) -> str:
    known = resource_type_of(row.type)
    return str(known.expected) if known else ""


def _found(row: Resource) -> ThingFound:
    known = resource_type_of(row.type)
    return ThingFound(
        ref=row.thing,
        title=row.title,
        url=row.url,
        service=row.service,
        kind=str(known.name) if known else "",
        icon=known.icon if known else "",
        state=str(known.state_words(row.state)) if known else row.state,
        mark=known.marks.get(row.state, row.state) if known else row.state,
        changed_at=row.changed_at,
    )
