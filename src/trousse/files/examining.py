"""From what a browser sent to what may be kept: kind by content, images drawn again, sums."""

import hashlib
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from trousse.core.errors import InvalidInput
from trousse.core.streaming import PIECE
from trousse.files.images import draw_again
from trousse.files.kinds import Kind, kind_of
from trousse.files.names import shown_name

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Examined:
    """What is kept of an upload. ``content`` is at its start; the caller closes it."""

    name: str
    kind: Kind
    content: IO[bytes]
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None


class FileTooBig(InvalidInput):
    """The file is above FILE_MAX_MB."""

    def __init__(self) -> None:
        message = _("This file is too big: at most %(most)d MB.") % {"most": settings.FILE_MAX_MB}
        super().__init__(message, field="file")


def examine(upload: UploadedFile) -> Examined:
    """Return what is kept of ``upload``. Raises InvalidInput with the field ``file``."""
    if (upload.size or 0) > settings.FILE_MAX_MB * MEGABYTE:
        raise FileTooBig
    content = upload.file
    assert content is not None  # noqa: S101  # an upload that a form accepted is open
    kind = kind_of(content, upload.name or "")
    if kind is None:
        message = _(
            "Files of this kind are not kept. Add a document, a table, a presentation, an image, "
            "a sound, a film or an archive (.zip)."
        )
        raise InvalidInput(message, field="file")
    if kind.is_image:
        drawn = draw_again(content)
        name = shown_name(upload.name or "", drawn.kind)
        size, digest = _measured(drawn.content)
        return Examined(name, drawn.kind, drawn.content, size, digest, drawn.width, drawn.height)
    size, digest = _measured(content)
    return Examined(shown_name(upload.name or "", kind), kind, content, size, digest)


def _measured(content: IO[bytes]) -> tuple[int, str]:
    """Return length and SHA-256 of ``content``, left at its start."""
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while piece := content.read(PIECE):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    return size, digest.hexdigest()
