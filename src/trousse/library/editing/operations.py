"""Writes of editors: versions that add up, one of which is public.

No version is ever changed: saving makes the next one, and who saved from an older one is told.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.outbox import publish
from trousse.library.editing.events import DraftSaved, PublicationPlanned, ServicePublished
from trousse.library.models import Entry, Revision
from trousse.library.publishing import publish_document

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Academy

Status = Revision.Status
WAITING = (Status.DRAFT, Status.SCHEDULED)


class StaleDraft(Conflict):
    """Somebody else saved meanwhile. ``current``: what they wrote."""

    code = "stale_draft"

    def __init__(self, current: Revision) -> None:
        super().__init__(_("Somebody else saved this service while you were writing."), field=None)
        self.current = current


@transaction.atomic
def start_entry(
    document: Mapping[str, Any], *, source: str, academy: "Academy | None", by: "User"
) -> Entry:
    """Begin a service with a first draft, which only its editors see.

    ``document``: a whole manifest. ``source``: a value of ``Entry.Source``. Raises Conflict when
    its name for machines is taken.
    """
    slug = document["identity"]["id"]
    entry, is_new = Entry.objects.get_or_create(
        slug=slug,
        defaults={"source": source, "academy": academy, "name_fr": _name(document)},
    )
    if not is_new:
        raise Conflict(_("A service has this name for machines already."), field="slug")
    _write(entry, 1, document, by)
    return entry


@transaction.atomic
def save_draft(entry: Entry, document: Mapping[str, Any], *, base: int, by: "User") -> Revision:
    """Keep what was written as the next version; the same text again makes none.

    ``base``: the number of the version that the writer had before their eyes. Raises StaleDraft
    when it is no longer the last, InvalidInput when the document is of another service.
    """
    if document["identity"]["id"] != entry.slug:
        raise InvalidInput(_("This manifest is of another service."))
    latest = _locked(entry)
    if latest.document == document:
        return latest
    if latest.number != base:
        raise StaleDraft(latest)
    return _write(entry, latest.number + 1, document, by)


@transaction.atomic
def restore_revision(entry: Entry, number: int, *, base: int, by: "User") -> Revision:
    """Write an older version again, as a new draft. Raises NotFound, StaleDraft."""
    return save_draft(entry, _revision(entry, number).document, base=base, by=by)


@transaction.atomic
def publish_revision(entry: Entry, number: int, *, by: "User | None") -> None:
    """Let everybody read a version; published again, nothing happens.

    ``by``: None for the worker, when the time has come. Raises NotFound, and Conflict for a
    version that another one replaced.
    """
    _locked(entry)
    revision = _revision(entry, number)
    if revision.status == Status.PUBLISHED:
        return
    if revision.status not in WAITING:
        raise Conflict(_("Another version has replaced this one."))
    publish_document(entry, revision)
    audit.record("library:service:publish", subject=entry.ref, actor=by, details={"number": number})
    state = revision.document["lifecycle"]["state"]
    publish(entry.ref, ServicePublished(number=number, state=state))


@transaction.atomic
def schedule_revision(entry: Entry, number: int, at: datetime, *, by: "User") -> None:
    """Publish a draft at ``at``, once; scheduled again, the new time holds.

    One version waits at a time: an earlier one goes back to draft. Raises InvalidInput for a past
    time, NotFound, and Conflict for what is no draft.
    """
    if at <= now():
        raise InvalidInput(_("Choose a time to come."), field="at")
    _locked(entry)
    revision = _revision(entry, number)
    if revision.status not in WAITING:
        raise Conflict(_("Another version has replaced this one."))
    planned = entry.revisions.filter(status=Status.SCHEDULED).exclude(pk=revision.pk)
    planned.update(status=Status.SUPERSEDED, publish_at=None)
    entry.revisions.filter(pk=revision.pk).update(status=Status.SCHEDULED, publish_at=at)
    audit.record(
        "library:service:schedule", subject=entry.ref, actor=by, details={"number": number}
    )
    publish(entry.ref, PublicationPlanned(number=number, at=at.isoformat()))


@transaction.atomic
def cancel_schedule(entry: Entry, *, by: "User") -> None:
    """Let what was to be published by itself be a draft again, or be replaced by a newer one."""
    latest = _locked(entry)
    planned = entry.revisions.filter(status=Status.SCHEDULED).first()
    if planned is None:
        return
    status = Status.DRAFT if planned.pk == latest.pk else Status.SUPERSEDED
    entry.revisions.filter(pk=planned.pk).update(status=status, publish_at=None)
    audit.record(
        "library:service:unschedule",
        subject=entry.ref,
        actor=by,
        details={"number": planned.number},
    )
    publish(entry.ref, PublicationPlanned(number=planned.number, at=""))


def publish_due() -> int:
    """Publish what is due, each in its own transaction; return how many."""
    due = Revision.objects.filter(status=Status.SCHEDULED, publish_at__lte=now())
    found = list(due.order_by("publish_at", "pk").values_list("entry_id", "number"))
    for entry_id, number in found:
        _publish_if_due(entry_id, number)
    return len(found)


@transaction.atomic
def _publish_if_due(entry_id: int, number: int) -> None:
    """Look again under the lock: the time may have been moved since."""
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    due = entry.revisions.filter(number=number, status=Status.SCHEDULED, publish_at__lte=now())
    if due.exists():
        publish_revision(entry, number, by=None)


def _locked(entry: Entry) -> Revision:
    """Lock the entry, so that versions add up one after the other; return its last one."""
    Entry.objects.select_for_update().get(pk=entry.pk)
    latest = entry.revisions.order_by("-number").first()
    if latest is None:
        raise NotFound
    return latest


def _revision(entry: Entry, number: int) -> Revision:
    found = entry.revisions.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def _write(entry: Entry, number: int, document: Mapping[str, Any], by: "User") -> Revision:
    entry.revisions.filter(status=Status.DRAFT).update(status=Status.SUPERSEDED)
    made = Revision.objects.create(
        entry=entry,
        number=number,
        document=dict(document),
        origin=Revision.Origin.EDITOR,
        author=by,
        status=Status.DRAFT,
    )
    if not entry.is_published:
        name = _name(document)
        Entry.objects.filter(pk=entry.pk).update(name_fr=name, changed_at=now())
    audit.record("library:service:draft", subject=entry.ref, actor=by, details={"number": number})
    publish(entry.ref, DraftSaved(number=number))
    return made


def _name(document: Mapping[str, Any]) -> str:
    return str(document["identity"]["name"]["fr"])[:80]
