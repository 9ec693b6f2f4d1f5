"""Services of the library, written straight into the table."""

from typing import Any

from trousse.core.clock import now
from trousse.library.models import Entry


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
