"""What is done with bytes after the answer: erased for good, or read by a virus scanner."""

from django.core.files.storage import default_storage
from django.db import transaction

from trousse.core import audit
from trousse.core.outbox import publish
from trousse.core.tasks import task
from trousse.files.events import FileAdded
from trousse.files.models import StoredFile
from trousse.files.scanners import Verdict
from trousse.files.scanning import scanner

State = StoredFile.State


@task(name="files.erase_bytes", attempts=12)
def erase_bytes(storage_key: str) -> None:
    """Erase the bytes of a file that is gone; bytes that are gone already are no error."""
    default_storage.delete(storage_key)


@task(name="files.scan_file", attempts=20)
def scan_file(file: str) -> None:
    """Let the scanner read a file; until it says that it is clean, nobody may open it."""
    row = StoredFile.objects.filter(public_id=file, state=State.WAITING).first()
    if row is None:
        return
    check = scanner()
    if check is None:  # the operator took the scanner away: nobody is left to wait for
        verdict = Verdict.CLEAN
    else:
        with default_storage.open(row.storage_key) as content:
            verdict = check.scan(content)
    _judge(row, verdict)


@transaction.atomic
def _judge(row: StoredFile, verdict: Verdict) -> None:
    clean = verdict is Verdict.CLEAN
    waiting = StoredFile.objects.filter(pk=row.pk, state=State.WAITING)
    if not waiting.update(state=State.READY if clean else State.REFUSED):
        return
    if clean:
        publish(row.thing, FileAdded(file=row.public_id))
        return
    audit.record("files:file:refuse", subject=row.thing)
    default_storage.delete(row.storage_key)
