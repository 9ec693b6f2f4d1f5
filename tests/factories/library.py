"""Services of the library, written straight into the table."""

from typing import Any

from trousse.core.clock import now
from trousse.library.models import Entry

DOCUMENT: dict[str, Any] = {
    "schema_version": 1,
    "identity": {
        "id": "etherpad",
        "name": {"fr": "Etherpad"},
        "promise": {"fr": "Écrire à plusieurs.", "en": "Write together."},
        "needs": ["write-together"],
    },
    "lifecycle": {"state": "available"},
    "software": {"name": "Etherpad", "repository_url": "https://git.example.org/etherpad"},
    "operation": {"url": "https://etherpad.example.org/", "operator": "Une académie"},
}
"""A manifest that says little."""


def make_entry(slug: str, needs: str = "write-together", **values: Any) -> Entry:
    """Create a published service that answers ``needs`` (slugs between spaces)."""
    name = slug.replace("-", " ").title()
    defaults: dict[str, Any] = {
        "source": "file",
        "state": "available",
        "name_fr": name,
        "name_en": name,
        "promise_fr": "Écrire à plusieurs en même temps.",
        "promise_en": "Write together at the same time.",
        "needs": needs,
        "open_url": f"https://{slug}.example.org/",
        "published_at": now(),
    }
    return Entry.objects.create(slug=slug, **defaults | values)
