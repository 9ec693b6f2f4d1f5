"""Pictures of services: drawn again by the room of files, said in words, in an order."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.outbox import publish
from trousse.files.operations import attach_file, remove_file
from trousse.files.queries import files_of, is_image
from trousse.library.editing.events import ImagesChanged
from trousse.library.models import Entry, EntryImage
from trousse.library.models.editing import MOST_IMAGES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from trousse.accounts.models import User


def add_image(entry: Entry, upload: "UploadedFile", said: dict[str, Any], *, by: "User") -> None:
    """Add a picture at the end, for readers at once. Call it outside any transaction.

    ``said``: ``alt_fr``, ``alt_en``, ``decorative``. Raises InvalidInput for what is no picture
    or is not said in words, Conflict above six or when there is no room.
    """
    _check_words(said)
    if entry.images.count() >= MOST_IMAGES:
        raise Conflict(_("A service has six pictures at most. Remove one first."))
    # The picture is the service's, not the editor's: it neither counts for them nor goes with them.
    file = attach_file(entry.ref, upload, by=None, alt=said["alt_fr"])
    if not is_image(file):
        remove_file(file, by=by)
        raise InvalidInput(_("Choose a picture: .png, .jpg, .webp or .gif."), field="file")
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=entry.pk)
        last = entry.images.aggregate(last=Max("order"))["last"] or 0
        size = {"width": file.width or 0, "height": file.height or 0}
        EntryImage.objects.create(
            entry=entry, file=file.public_id, order=last + 1, **size, **_words(said)
        )
        _tell(entry, "add", by)


@transaction.atomic
def describe_image(image: EntryImage, said: dict[str, Any], *, by: "User") -> None:
    """Say in other words what a picture shows. Raises InvalidInput when it is not said."""
    _check_words(said)
    EntryImage.objects.filter(pk=image.pk).update(**_words(said))
    _tell(image.entry, "describe", by)


@transaction.atomic
def move_image(image: EntryImage, *, up: bool, by: "User") -> None:
    """Move a picture one place; at the end of the list, nothing happens."""
    Entry.objects.select_for_update().get(pk=image.entry_id)
    rows = list(image.entry.images.order_by("order", "pk"))
    at = next((n for n, one in enumerate(rows) if one.pk == image.pk), None)
    target = None if at is None else at + (-1 if up else 1)
    if at is None or target is None or not 0 <= target < len(rows):
        return
    rows[at], rows[target] = rows[target], rows[at]
    for order, one in enumerate(rows, start=1):
        one.order = order
    EntryImage.objects.bulk_update(rows, ["order"])
    _tell(image.entry, "move", by)


@transaction.atomic
def remove_image(image: EntryImage, *, by: "User") -> None:
    """Remove a picture for good; removed twice, it is removed."""
    file = files_of(image.entry.ref).filter(public_id=image.file).first()
    if file is not None:
        remove_file(file, by=by)
    EntryImage.objects.filter(pk=image.pk).delete()
    _tell(image.entry, "remove", by)


def access_image(entry: Entry, file_id: str) -> EntryImage:
    """Return a picture of ``entry``, whose rights were asked. Raises NotFound."""
    image = entry.images.select_related("entry").filter(file=file_id).first()
    if image is None:
        raise NotFound
    return image


def _check_words(said: dict[str, Any]) -> None:
    if not said["decorative"] and not said["alt_fr"]:
        message = _("Say what the picture shows, or tick that it is decorative.")
        raise InvalidInput(message, field="alt_fr")


def _words(said: dict[str, Any]) -> dict[str, Any]:
    """Return the columns: a decorative picture is passed over by those who listen."""
    if said["decorative"]:
        return {"decorative": True, "alt_fr": "", "alt_en": ""}
    return {"decorative": False, "alt_fr": said["alt_fr"], "alt_en": said["alt_en"]}


def _tell(entry: Entry, verb: str, by: "User") -> None:
    audit.record(f"library:image:{verb}", subject=entry.ref, actor=by)
    publish(entry.ref, ImagesChanged())
