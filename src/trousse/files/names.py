"""Names of files: what a person reads, without folders, tricks or a false ending."""

import re
import unicodedata
from pathlib import PurePosixPath

from trousse.files.kinds import KINDS, Kind

LONGEST = 120
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, and those that turn the direction of writing: « gpj.exe » read backwards."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
_SAME = {"jpeg": "jpg", "htm": "html", "text": "txt", "markdown": "md"}


def shown_name(given: str, kind: Kind) -> str:
    """Return the name to show and to save under: its last part, ended as its content is.

    ``photo.png`` that is a PDF becomes ``photo.pdf``, ``run.exe`` that is text ``run.exe.txt``.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", given))[-1]
    clean = _FORBIDDEN.sub("-", _UNSEEN.sub("", last)).strip(" .")
    path = PurePosixPath(clean)
    ending = path.suffix.lower().lstrip(".")
    stem = path.stem if _SAME.get(ending, ending) in _KNOWN_ENDINGS else clean
    return f"{stem.strip(' .')[:LONGEST] or 'document'}.{kind.key}"


_KNOWN_ENDINGS = frozenset(KINDS) | {"heic"}
"""Endings that a right one replaces; others stay visible before it."""
