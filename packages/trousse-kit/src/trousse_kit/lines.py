"""On which line of a document a place is, so that a fault can be shown where it is."""

import re
from collections.abc import Iterator

from trousse_kit.faults import ManifestRefused
from trousse_kit.parsing import Kind

HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_\"'-]+)*)\s*=")


def line_of(text: str, kind: Kind, where: str) -> int | None:
    """Return the line of the place ``where``, counted from 1.

    When the place itself is not written, the line of the nearest block around it; None when none
    is, or when the format's lines cannot be known here.
    """
    known = dict(_toml_places(text)) if kind == "toml" else _yaml_places(text)
    while where:
        if where in known:
            return known[where]
        where = where.rpartition(".")[0]
    return None


def _toml_places(text: str) -> Iterator[tuple[str, int]]:
    table, counts = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            table = _dotted(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = f"{table}.{counts[table]}"
            yield table, number
        elif key := KEY.match(line):
            inner = _dotted(key[1])
            yield (f"{table}.{inner}" if table else inner), number


def _dotted(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _yaml_places(text: str) -> dict[str, int]:
    """Return the places of a YAML document, and of JSON, which YAML reads too."""
    try:
        from trousse_kit.yaml_documents import places  # noqa: PLC0415  # PyYAML is an extra
    except ModuleNotFoundError:
        return {}
    try:
        return places(text)
    except ManifestRefused:
        return {}
