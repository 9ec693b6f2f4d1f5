"""Taking out of a text what a log must not keep: addresses of people, secret links, row values."""

import re

_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")
_DATABASE_DETAIL = re.compile(r"^(?:DETAIL|CONTEXT): .*$", re.MULTILINE)
_LINK_SECRET = re.compile(
    r"(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[0-9A-Z])[A-Za-z0-9_-]{20,}(?![A-Za-z0-9_-])"
)


def scrub(text: str) -> str:
    """Return ``text`` with e-mail addresses, unguessable ids and PostgreSQL's details masked."""
    without_details = _DATABASE_DETAIL.sub("DETAIL: …", text)
    return _LINK_SECRET.sub("[id]", _ADDRESS.sub("[address]", without_details))
