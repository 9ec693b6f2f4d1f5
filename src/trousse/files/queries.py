"""Reads of files, for pages and for the rooms above."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from trousse.core.refs import Ref
from trousse.files.kinds import KINDS
from trousse.files.models import StoredFile

State = StoredFile.State


def files_of(ref: Ref) -> QuerySet[StoredFile]:
    """Return the files of ``ref``, oldest first, those being checked or refused too."""
    return StoredFile.objects.filter(ref=str(ref)).exclude(state=State.ARRIVING)


def files_of_all(refs: Iterable[Ref]) -> dict[Ref, list[StoredFile]]:
    """Return the files of several things, in one query."""
    wanted = {str(ref): ref for ref in refs}
    rows = StoredFile.objects.filter(ref__in=list(wanted)).exclude(state=State.ARRIVING)
    found: defaultdict[Ref, list[StoredFile]] = defaultdict(list)
    for file in rows:
        found[wanted[file.ref]].append(file)
    return dict(found)


def is_image(file: StoredFile) -> bool:
    """Tell whether the file is a picture that pages may show."""
    return KINDS[file.kind].is_image


def media_type_of(file: StoredFile) -> str:
    """Return what browsers are told."""
    return KINDS[file.kind].media_type
