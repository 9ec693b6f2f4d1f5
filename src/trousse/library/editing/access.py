"""Who writes what in the library: the offices of the directory, and the entries they open.

National editors write everything, and so do operators, who run instances without editors. An
editor of an académie writes the services and the news of that académie; the owner of a service
writes that service and tells of its maintenance.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trousse.core.errors import NotAllowed, NotFound
from trousse.directory.access import Office, offices_of
from trousse.directory.group_queries import groups_of
from trousse.directory.queries import all_academies
from trousse.library.models import Entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from trousse.accounts.models import User
    from trousse.directory.models import Academy

EVERYTHING = frozenset({Office.NATIONAL_EDITOR, Office.OPERATOR})


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody may write. ``academies``: keys; ``services``: slugs of those they own."""

    user: "User"
    everything: bool
    academies: frozenset[int]
    services: frozenset[str]

    @property
    def may_create(self) -> bool:
        """Tell whether they add services and news, and answer proposals: owners do not."""
        return self.everything or bool(self.academies)

    def speaks_for(self, academy_id: int | None) -> bool:
        """Tell whether they write for that académie; for the nation, with None."""
        return self.everything or (academy_id is not None and academy_id in self.academies)

    def may_edit(self, entry: Entry) -> bool:
        return self.speaks_for(entry.academy_id) or entry.slug in self.services

    def places(self) -> "QuerySet[Academy]":
        """Return the académies that they write for."""
        known = all_academies()
        return known if self.everything else known.filter(pk__in=self.academies)

    def groups(self) -> list[tuple[str, str]]:
        """Return the id and name of their groups, which may find a service too."""
        return [(one.public_id, one.name) for one in groups_of(self.user).order_by("name", "pk")]

    def entries(self) -> QuerySet[Entry]:
        """Return the entries that they write."""
        return Entry.objects.filter(self._reach())

    def _reach(self) -> Q:
        if self.everything:
            return Q()
        return Q(academy__in=self.academies) | Q(slug__in=self.services)


def desk_or_none(user: "User | AnonymousUser | None") -> Desk | None:
    """Return what ``user`` may write, or None for whoever holds no office of the library."""
    held = offices_of(user)
    desk = Desk(
        user=user,  # type: ignore[arg-type]  # whoever holds an office has an account
        everything=any(one.office in EVERYTHING for one in held),
        academies=frozenset(one.academy for one in held if one.academy is not None),
        services=frozenset(one.service for one in held if one.service),
    )
    return desk if desk.may_create or desk.services else None


def require_desk(user: "User | AnonymousUser", *, to_create: bool = False) -> Desk:
    """Return what ``user`` may write.

    Raises NotFound for whoever writes nothing: the pages look missing. ``to_create``: raises
    NotAllowed for somebody who only writes a service of their own.
    """
    desk = desk_or_none(user)
    if desk is None:
        raise NotFound
    if to_create and not desk.may_create:
        raise NotAllowed
    return desk


def access_edited_entry(user: "User | AnonymousUser", slug: str) -> tuple[Desk, Entry]:
    """Return an entry that ``user`` writes, with their desk. Raises NotFound, NotAllowed."""
    desk = require_desk(user)
    entry = Entry.objects.select_related("academy").filter(slug=slug).first()
    if entry is None:
        raise NotFound
    if not desk.may_edit(entry):
        raise NotAllowed
    return desk, entry
