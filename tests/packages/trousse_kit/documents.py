"""A manifest that says as little as possible, and one that says everything."""

import copy
from typing import Any

SMALLEST: dict[str, Any] = {
    "identity": {
        "id": "evento",
        "name": {"fr": "Evento"},
        "promise": {"fr": "Trouver une date", "en": "Find a date"},
    },
    "lifecycle": {"state": "available"},
    "operation": {"url": "https://evento.example.org/", "operator": "Un réseau"},
}


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the smallest manifest with another value at ``path``, such as "operation.url"."""
    document = copy.deepcopy(SMALLEST)
    *blocks, last = path.split(".")
    place = document
    for block in blocks:
        place = place.setdefault(block, {})
    place[last] = value
    return document
