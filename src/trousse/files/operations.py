"""Writes of files: added in two steps around the storage, removed with their thing."""

from typing import TYPE_CHECKING

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.ids import new_public_id
from trousse.core.outbox import publish
from trousse.core.tasks import enqueue
from trousse.files.events import FileAdded, FileDescribed, FileRemoved
from trousse.files.examining import Examined, examine
from trousse.files.models import StoredFile
from trousse.files.quotas import release, reserve
from trousse.files.scanning import scanner
from trousse.files.tasks import erase_bytes, scan_file
from trousse.sharing.parts import forget_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.accounts.models import Guest, User
    from trousse.core.refs import Ref

State = StoredFile.State
LONGEST_ALT = 300


def attach_file(
    ref: "Ref",
    upload: UploadedFile,
    *,
    by: "User | None",
    guest: "Guest | None" = None,
    alt: str = "",
) -> StoredFile:
    """Examine ``upload`` and keep it on ``ref``; who may do so is the caller's question.

    Call it outside any transaction: the bytes travel to the storage between two short ones.
    Raises InvalidInput (field ``file``) for what we do not keep, Conflict when the thing is
    deleted meanwhile or (``NoRoom``) when a quota is reached.
    """
    examined = examine(upload)
    try:
        file = _announce(ref, examined, by, guest, alt)
        _write(file, examined)
    finally:
        if examined.content is not upload.file:
            examined.content.close()
    if not _arrived(file, by):
        default_storage.delete(file.storage_key)
        raise Conflict(_("This was deleted in the meantime. The file was not kept."))
    return file


@transaction.atomic
def remove_file(file: StoredFile, *, by: "User | None") -> None:
    """Remove a file; its bytes go after the commit. A file that is gone stays gone."""
    locked = StoredFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if locked is not None:
        _remove([locked])
        audit.record("files:file:remove", subject=locked.thing, actor=by)
        publish(locked.thing, FileRemoved(file=locked.public_id))


@transaction.atomic
def describe_file(file: StoredFile, alt: str, *, by: "User | None") -> None:
    """Say in words what an image shows. Raises InvalidInput when it is too long."""
    words = " ".join(alt.split())
    if len(words) > LONGEST_ALT:
        raise InvalidInput(_("Say it in 300 characters at most."), field="alt")
    changed = StoredFile.objects.filter(pk=file.pk).exclude(alt=words).update(alt=words)
    if changed:
        audit.record("files:file:describe", subject=file.thing, actor=by)
        publish(file.thing, FileDescribed(file=file.public_id))


def forget_files_of(ref: "Ref") -> None:
    """Remove the files of a thing that is being deleted, in its transaction."""
    _remove(StoredFile.objects.filter(ref=str(ref)).select_related("user", "guest"))


def forget_files(files: "Iterable[StoredFile]") -> None:
    """Remove files that never arrived, or that a check refused."""
    with transaction.atomic():
        _remove(files)


def _remove(files: "Iterable[StoredFile]") -> None:
    gone = list(files)
    forget_parts(file.own_ref for file in gone)
    release(gone)
    StoredFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
    for file in gone:
        enqueue(erase_bytes, storage_key=file.storage_key)


@transaction.atomic(durable=True)
def _announce(
    ref: "Ref", examined: Examined, user: "User | None", guest: "Guest | None", alt: str
) -> StoredFile:
    reserve(ref, user, guest, examined.size)
    public_id = new_public_id()
    return StoredFile.objects.create(
        public_id=public_id,
        ref=str(ref),
        name=examined.name,
        kind=examined.kind.key,
        size=examined.size,
        sha256=examined.sha256,
        width=examined.width,
        height=examined.height,
        alt=" ".join(alt.split())[:LONGEST_ALT],
        storage_key=_new_key(),
        user=user,
        guest=guest,
    )


def _new_key() -> str:
    """Return ``ab/cd/…``: two levels of folders, so that none grows without end."""
    word = new_public_id()
    return f"{word[:2]}/{word[2:4]}/{word}".lower().replace("_", "-") + f"-{new_public_id()}"


def _write(file: StoredFile, examined: Examined) -> None:
    """Write the bytes; when that fails, nothing is left of the file."""
    try:
        written = default_storage.save(file.storage_key, File(examined.content))
    except OSError:
        forget_files([file])
        raise
    if written != file.storage_key:
        StoredFile.objects.filter(pk=file.pk).update(storage_key=written)
        file.storage_key = written


@transaction.atomic
def _arrived(file: StoredFile, by: "User | None") -> bool:
    """Show the file; tell whether it is still wanted: its thing may have gone meanwhile."""
    file.state = State.WAITING if scanner() else State.READY
    announced = StoredFile.objects.filter(pk=file.pk, state=State.ARRIVING)
    if not announced.update(state=file.state):
        return False
    audit.record("files:file:add", subject=file.thing, actor=by, details={"size": file.size})
    if file.is_ready:
        publish(file.thing, FileAdded(file=file.public_id))
    else:
        enqueue(scan_file, file=file.public_id)
    return True
