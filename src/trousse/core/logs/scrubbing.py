"""Taking out of a text what a log must not keep: addresses of people, secret links, row values."""

import re

_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")
_DATABASE_DETAIL = re.compile(r"^(?:DETAIL|CONTEXT): .*$", re.MULTILINE)
_LONG_WORD = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{20,}(?![A-Za-z0-9_-])")
_NAME_IN_CODE = re.compile(r"[a-z_-]+|(?:[A-Z]*[a-z]{2,})+")
"""What 128 random bits in base64url look like about three times in ten thousand."""


def scrub(text: str) -> str:
    """Return ``text`` with e-mail addresses, unguessable ids and PostgreSQL's details masked."""
    without_details = _DATABASE_DETAIL.sub("DETAIL: …", text)
    return _LONG_WORD.sub(_masked, _ADDRESS.sub("[address]", without_details))


def _masked(word: re.Match[str]) -> str:
    return word[0] if _NAME_IN_CODE.fullmatch(word[0]) else "[id]"
