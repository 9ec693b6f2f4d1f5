"""The versions of a service: who wrote what, when, and which one a preview shows."""

from dataclasses import dataclass

from trousse.core.errors import NotFound
from trousse.library.editing.comparing import Difference, differences
from trousse.library.models import Entry, Revision

SHOWN = 50
LONGEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Version:
    """A version and what it changed; the first one changed nothing."""

    revision: Revision
    changes: list[Difference]

    @property
    def is_first(self) -> bool:
        return self.revision.number == 1


def versions_of(entry: Entry) -> list[Version]:
    """Return the versions of ``entry``, the newest first, each compared with the one before."""
    rows = list(entry.revisions.select_related("author").order_by("-number")[: SHOWN + 1])
    pairs = zip(rows, [*rows[1:], None], strict=True)
    found = [
        Version(one, differences(before.document, one.document) if before else [])
        for one, before in pairs
    ]
    return found[:SHOWN]


def revision_shown(entry: Entry, typed: str) -> Revision:
    """Return the version that a preview asks for, the last one by default. Raises NotFound."""
    rows = entry.revisions.order_by("-number")
    if typed:
        is_number = typed.isdecimal() and len(typed) <= LONGEST_NUMBER
        rows = rows.filter(number=int(typed)) if is_number else rows.none()
    revision = rows.first()
    if revision is None:
        raise NotFound
    return revision
