"""What people type, made safe to keep: one Unicode form, no invisible control characters."""

import re
import unicodedata

_LINE_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
_SPACES = re.compile(r"[ \t\u00a0]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_JOINERS = frozenset("\u200c\u200d")  # part of words in some scripts, and of emoji


def _is_visible(char: str) -> bool:
    return (
        char in "\n\t" or char in _JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    )


def clean_text(text: str) -> str:
    """Return ``text`` in NFC, without control or direction characters, at most one blank line."""
    unified = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    visible = "".join(char for char in unified if _is_visible(char))
    lines = (line.rstrip() for line in visible.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """Return ``text`` as one line: as :func:`clean_text`, and every run of spaces made one."""
    return _SPACES.sub(" ", clean_text(text).replace("\n", " ")).strip()
