"""E-mail addresses in what people type or paste, as mail programs write them."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254
_SEPARATORS = re.compile(r"[,;\n\r\t]+")
_NAMED = re.compile(r"[^<>]*<([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Addresses:
    """``found``: valid addresses, in lower case, each once. ``left``: the rest of the text."""

    found: tuple[str, ...]
    left: str


def is_address(text: str) -> bool:
    """Tell whether ``text`` is one e-mail address that mail can carry."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST


def read_addresses(text: str) -> Addresses:
    """Find the addresses of ``text``: « Léa <lea@a.fr>; b@c.fr », one a line, between spaces."""
    found: dict[str, None] = {}
    left = []
    for piece in _pieces(text):
        named = _NAMED.fullmatch(piece)
        address = (named[1] if named else piece).strip().lower()
        if is_address(address):
            found[address] = None
        else:
            left.append(piece)
    return Addresses(tuple(found), ", ".join(left))


def _pieces(text: str) -> list[str]:
    """Cut at separators, and at spaces where nothing but addresses stands between them."""
    pieces: list[str] = []
    for part in _SEPARATORS.split(text):
        words = part.split()
        if len(words) > 1 and all("@" in word and "<" not in word for word in words):
            pieces += words
        elif words:
            pieces.append(" ".join(words))
    return pieces
