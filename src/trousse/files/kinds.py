"""What may be added, by what the bytes are: the name never decides.

The signatures are those of the ``filetype`` library; archives that are documents are told apart
by what stands in them, and text by being nothing but text.
"""

import codecs
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

import filetype  # type: ignore[import-untyped]  # the library ships no types

from trousse.core.errors import InvalidInput

HEAD = 8192
MOST_ENTRIES = 5000
MIMETYPE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """``key`` is stored and is the file's ending; ``media_type`` is told to browsers."""

    key: str
    media_type: str
    is_image: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    kind.key: kind
    for kind in (
        Kind("png", "image/png", is_image=True),
        Kind("jpg", "image/jpeg", is_image=True),
        Kind("webp", "image/webp", is_image=True),
        Kind("gif", "image/gif", is_image=True),
        Kind("svg", "image/svg+xml"),
        Kind("pdf", "application/pdf"),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document"),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("pptx", f"{_OFFICE}.presentationml.presentation"),
        Kind("odt", f"{_OPEN}.text"),
        Kind("ods", f"{_OPEN}.spreadsheet"),
        Kind("odp", f"{_OPEN}.presentation"),
        Kind("odg", f"{_OPEN}.graphics"),
        Kind("epub", "application/epub+zip"),
        Kind("doc", "application/msword"),
        Kind("xls", "application/vnd.ms-excel"),
        Kind("ppt", "application/vnd.ms-powerpoint"),
        Kind("rtf", "application/rtf"),
        Kind("zip", "application/zip"),
        Kind("mp3", "audio/mpeg"),
        Kind("m4a", "audio/mp4"),
        Kind("ogg", "audio/ogg"),
        Kind("wav", "audio/x-wav"),
        Kind("mp4", "video/mp4"),
        Kind("webm", "video/webm"),
        Kind("txt", "text/plain"),
        Kind("csv", "text/csv"),
        Kind("md", "text/markdown"),
        Kind("ics", "text/calendar"),
    )
}
_BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS.values()}
_TEXTS = ("csv", "md", "ics")
"""Endings that text may keep; any other text is given back as .txt."""


class UnknownKind(InvalidInput):
    """What was sent is none of the kinds that we keep."""

    def __init__(self, message: object) -> None:
        super().__init__(message, field="file")


def kind_of(content: IO[bytes], name: str) -> Kind | None:
    """Return the kind of ``content``, which is left at its start; None when we keep no such file.

    ``name`` only tells plain text from a table or a calendar, which are text too.
    """
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    guess = filetype.guess(head)
    if guess is None:
        return _text_kind(content, name)
    if guess.mime in _ARCHIVES:
        return _kind_of_archive(content)
    return _BY_MEDIA_TYPE.get(guess.mime)


_ARCHIVES = frozenset(
    {"application/zip", "application/epub+zip"}
    | {kind.media_type for kind in KINDS.values() if kind.media_type.startswith((_OFFICE, _OPEN))}
)
_OFFICE_FOLDERS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}


def _kind_of_archive(content: IO[bytes]) -> Kind | None:
    """Tell documents that are archives from plain ones by what is in them."""
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                return None
            declared = _declared_type(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    finally:
        content.seek(0)
    if declared in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[declared]
    names = {entry.filename for entry in entries}
    folders = {name.partition("/")[0] for name in names}
    if "[Content_Types].xml" in names:
        found = next((key for folder, key in _OFFICE_FOLDERS.items() if folder in folders), "zip")
        return KINDS[found]
    return KINDS["zip"]


def _declared_type(archive: zipfile.ZipFile) -> str:
    """Return what an OpenDocument or an EPUB says of itself in its first entry."""
    entry = next((one for one in archive.infolist() if one.filename == "mimetype"), None)
    if entry is None or entry.file_size > MIMETYPE_LENGTH:
        return ""
    return archive.read(entry).decode("ascii", errors="replace").strip()


def _text_kind(content: IO[bytes], name: str) -> Kind | None:
    """Return a kind of text when all bytes are text in UTF-8 or, as old tables are, in Latin-1."""
    if not _is_text(content):
        return None
    head = content.read(HEAD).decode("utf-8", errors="replace").lower()
    content.seek(0)
    if "<svg" in head:
        return KINDS["svg"]
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    return KINDS[ending if ending in _TEXTS else "txt"]


def _is_text(content: IO[bytes]) -> bool:
    """Tell whether there is something, and no control character but those of layout."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, length = True, 0
    while piece := content.read(HEAD * 8):
        length += len(piece)
        if piece.translate(None, _LAYOUT_AND_PRINTABLE):
            content.seek(0)
            return False
        if is_utf8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf8 = False
    content.seek(0)
    return length > 0


_LAYOUT_AND_PRINTABLE = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x100)) - {0x7F})
