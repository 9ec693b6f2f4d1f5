"""A file that is reported: operators open it, take it down, and put it back."""

from django.urls import reverse
from django.utils.translation import gettext as _

from trousse.core.outbox import publish
from trousse.core.refs import Ref
from trousse.files.events import FileAdded, FileRemoved
from trousse.files.models import StoredFile
from trousse.sharing.parts import Part
from trousse.sharing.things import ThingCard, describe_all

State = StoredFile.State
JUDGED = (State.READY, State.WITHDRAWN)


def find(refs: list[Ref]) -> dict[Ref, Part]:
    """Return the files that were given to people."""
    rows = StoredFile.objects.filter(public_id__in=[ref.id for ref in refs], state__in=JUDGED)
    found = list(rows.select_related("user").order_by("pk"))
    cards = describe_all({one.thing for one in found})
    return {one.own_ref: _part(one, cards.get(one.thing)) for one in found}


def hide(ref: Ref) -> None:
    """Give the file to nobody any more; its name too is out of sight."""
    file = _moved(ref, State.READY, State.WITHDRAWN)
    if file is not None:
        publish(file.thing, FileRemoved(file=file.public_id))


def show(ref: Ref) -> None:
    """Bring it back as it was."""
    file = _moved(ref, State.WITHDRAWN, State.READY)
    if file is not None:
        publish(file.thing, FileAdded(file=file.public_id))


def _moved(ref: Ref, before: str, after: str) -> StoredFile | None:
    """Change the state in one statement; return the file when it was this call that did."""
    rows = StoredFile.objects.filter(public_id=ref.id)
    return rows.first() if rows.filter(state=before).update(state=after) else None


def _part(file: StoredFile, card: ThingCard | None) -> Part:
    title = _("File %(name)s, on “%(title)s”")
    return Part(
        thing=file.thing,
        title=title % {"name": file.name, "title": card.title if card else file.thing},
        url=reverse("files:files", args=[file.thing.type, file.thing.id]),
        text=file.alt,
        open_url=file.get_absolute_url(),
        author=file.user,
        in_sight=file.is_ready,
    )
