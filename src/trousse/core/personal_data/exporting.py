"""The archive that a person takes away: one JSON file per app, their files, a page to read."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from trousse.core.clock import now
from trousse.core.personal_data.registry import Handler, handlers
from trousse.core.personal_data.types import DataSubject, OwnFile

IN_MEMORY = 4_000_000
"""Bytes above which the archive is written to a temporary file."""


def build_archive(subject: DataSubject, language: str = "fr") -> IO[bytes]:
    """Return a zip, open at its start, that the caller closes; it has no name on the disk.

    Everything is read before the first byte leaves, so a failure gives no half archive.
    """
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the caller's
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target, override(language):
        answers = collect(subject)
        for handler, answer in answers:
            target.writestr(f"{handler.app_label}.json", _json(answer))
        files = _add_files(target, subject, _("files"))
        target.writestr(_("READ-ME.txt"), _readme([handler for handler, _answer in answers], files))
    archive.seek(0)
    return archive


def collect(subject: DataSubject) -> list[tuple[Handler, object]]:
    """Return what each app keeps about ``subject``; apps that keep nothing are left out."""
    answers = [(handler, handler.export(subject)) for handler in handlers()]
    return [(handler, answer) for handler, answer in answers if answer]


def _readme(rooms: list[Handler], files: int) -> str:
    context = {
        "rooms": rooms,
        "files": files,
        "folder": _("files"),
        "at": now(),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact": settings.DATA_PROTECTION_EMAIL or settings.CONTACT_EMAIL or settings.SITE_URL,
    }
    return render_to_string("core/archive_readme.txt", context)


def _json(answer: object) -> str:
    return json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _add_files(target: zipfile.ZipFile, subject: DataSubject, folder: str) -> int:
    names: set[str] = set()
    for file in _files(subject):
        name = _free_name(file.name, names)
        names.add(name)
        with target.open(f"{folder}/{name}", "w", force_zip64=True) as member:
            for piece in file.read():
                member.write(piece)
    return len(names)


def _files(subject: DataSubject) -> Iterator[OwnFile]:
    for handler in handlers():
        yield from handler.files(subject)


def _free_name(name: str, taken: set[str]) -> str:
    """Return ``name`` without folders, numbered when it is taken."""
    path = PurePosixPath(PurePosixPath(name.replace("\\", "/")).name or "file")
    candidate, number = str(path), 2
    while candidate in taken:
        candidate, number = f"{path.stem} ({number}){path.suffix}", number + 1
    return candidate
