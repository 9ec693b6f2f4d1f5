"""The only way to get a service of the library: to read its page, or to write it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from trousse.accounts.current import Visitor
from trousse.core.errors import NotAllowed, NotFound
from trousse.core.prepared import objects_of
from trousse.directory.access import has_office
from trousse.library.models import Entry, Revision

if TYPE_CHECKING:
    from trousse.accounts.models import User

Purpose = Literal["view", "edit"]


def may_read_library(visitor: Visitor) -> bool:
    """Tell whether the visitor may see anything at all: signed in, or LIBRARY_PUBLIC."""
    return visitor.user is not None or settings.LIBRARY_PUBLIC


def access_entry(
    visitor: Visitor, slug: str, *, for_: Purpose = "view", with_before: bool = False
) -> Entry:
    """Return the service with its académie.

    ``with_before``: with the document that was public before, as ``entry.before`` (or None).

    A published one is read by everybody whom the operator lets in, its audience only decides
    whose lists it stands in. A draft exists for those who may write it only.
    Raises NotFound when the visitor may not see it, NotAllowed when they may see, not write it.
    """
    shape, query = ("library.read", _read_entry) if with_before else ("library.entry", _entry)
    entry = next(iter(objects_of(shape, query, {"slug": slug})), None)
    if entry is None:
        raise NotFound
    may_write = can_edit(visitor.user, entry)
    if not may_write and not (entry.is_published and may_read_library(visitor)):
        raise NotFound
    if for_ == "edit" and not may_write:
        raise NotAllowed
    return entry


def _entry(values: Mapping[str, Any]) -> QuerySet[Entry]:
    return Entry.objects.select_related("academy").filter(slug=values["slug"])


def _read_entry(values: Mapping[str, Any]) -> QuerySet[Entry]:
    return _entry(values).annotate(before=_document_before())


def _document_before() -> Subquery:
    """Return the version that readers saw before the one in force."""
    seen = Revision.objects.filter(
        entry=OuterRef("pk"), status=Revision.Status.SUPERSEDED, publish_at__isnull=False
    )
    return Subquery(seen.order_by("-publish_at", "-number").values("document")[:1])


def can_edit(user: "User | None", entry: Entry) -> bool:
    """Tell whether ``user`` writes this service: its owner, or an editor in charge of it.

    A service of the nation has the national editors, and operators where there are none; one of
    an académie has its own too.
    """
    if user is None:
        return False
    if has_office(user, "national_editor") or has_office(user, "operator"):
        return True
    if has_office(user, "service_owner", service=entry.slug):
        return True
    return entry.academy is not None and has_office(user, "academy_editor", academy=entry.academy)
