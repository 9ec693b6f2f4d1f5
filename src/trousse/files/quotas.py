"""How much a thing and a person may take: reserved before the bytes are written."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from trousse.core.errors import Conflict
from trousse.core.retention import delete_some
from trousse.files.examining import MEGABYTE
from trousse.files.models import StoredFile, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.accounts.models import Guest, User
    from trousse.core.refs import Ref

MOST_FILES = 200
"""Of one thing: its page stays readable."""


class NoRoom(Conflict):
    """The thing or the person has no room left."""

    code = "no_room"


def reserve(ref: "Ref", user: "User | None", guest: "Guest | None", size: int) -> None:
    """Take ``size`` bytes for the thing and for whoever adds the file, in one transaction.

    Raises NoRoom. One conditional UPDATE per holder: of two at once, only what fits passes.
    """
    if not _take(str(ref), size, settings.FILES_PER_THING_MB * MEGABYTE, MOST_FILES):
        raise NoRoom(_("There is no room left here. Remove a file first."))
    person = holder_of(user, guest)
    if person and not _take(person, size, settings.FILES_PER_PERSON_MB * MEGABYTE):
        raise NoRoom(_("You have no room left for your files. Remove some first."))


def release(files: "Iterable[StoredFile]") -> None:
    """Give back what ``files`` took; their people must be loaded."""
    for file in files:
        for holder in (file.ref, holder_of(file.user, file.guest)):
            Usage.objects.filter(holder=holder).update(
                used=Greatest(F("used") - file.size, 0), files=Greatest(F("files") - 1, 0)
            )


def holder_of(user: "User | None", guest: "Guest | None") -> str:
    """Name whoever the bytes count for; "" when nobody is left."""
    if user is not None:
        return f"user:{user.public_id}"
    return f"guest:{guest.public_id}" if guest is not None else ""


def forget_empty_usage() -> bool:
    """Remove the counts of those who keep nothing any more; tell whether more wait."""
    return delete_some(Usage.objects.filter(files=0))


def _take(holder: str, size: int, most: int, most_files: int = 100_000) -> bool:
    for _attempt in range(2):  # a count that is empty may be removed between the two statements
        Usage.objects.get_or_create(holder=holder)
        free = Usage.objects.filter(holder=holder, used__lte=most - size, files__lt=most_files)
        if free.update(used=F("used") + size, files=F("files") + 1):
            return True
        if Usage.objects.filter(holder=holder).exists():
            return False
    return False
