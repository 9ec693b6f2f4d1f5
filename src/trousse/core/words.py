"""Words as searches compare them: without accents, case or punctuation, in plain order.

Words are letters and digits only, so that nothing in them is a pattern of the database's LIKE.
"""

import unicodedata
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

WORD_LENGTH = 60

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})


class PlainTextField(models.CharField[str, str]):
    """Text compared by its code points, whatever the language of the database."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Ask PostgreSQL for the collation "C"; SQLite compares that way by itself."""
        known = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            known["collation"] = "C"
        return known


def words_of(text: str) -> list[str]:
    """Return the words of ``text``: « D’Œuvray-Léa » is ``["d", "oeuvray", "lea"]``."""
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = "".join(_plain(char) for char in letters)
    return [word[:WORD_LENGTH] for word in plain.split()]


def _plain(char: str) -> str:
    if unicodedata.category(char) == "Mn":
        return ""
    return char if char.isalnum() else " "


def end_of_prefix(prefix: str) -> str:
    """Return the first text, by code points, after all those that begin with ``prefix``.

    The letters of words are far from the last character of Unicode, so that one more exists.
    """
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
