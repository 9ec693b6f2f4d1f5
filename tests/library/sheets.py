"""A service as an editor types it, and as the manifest that comes of it."""

from typing import Any

from trousse.accounts.models import User
from trousse.library.editing.operations import publish_revision, start_entry
from trousse.library.models import Entry

FACTS = {"facts-TOTAL_FORMS": "2", "facts-INITIAL_FORMS": "0"}


def typed(**changes: Any) -> dict[str, Any]:
    """Return what the form sends for :func:`document`."""
    start: dict[str, Any] = {
        "slug": "reservations",
        "place": "",
        "name_fr": "Réservations",
        "promise_fr": "Réserver une salle ou du matériel",
        "url": "https://reservations.example.org/",
        "operator": "Académie de Rennes",
        "state": "available",
        "guests": "no",
        "account": "own",
        "phone": "no",
        "languages": "fr",
    }
    return start | FACTS | changes


def document(slug: str = "reservations", name: str = "Réservations", **more: Any) -> dict[str, Any]:
    """Return a short manifest. ``needs``, ``keywords``: of its identity; others are blocks."""
    identity = {
        "id": slug,
        "name": {"fr": name},
        "promise": {"fr": "Réserver une salle ou du matériel"},
    }
    identity |= {key: more.pop(key) for key in ("needs", "keywords") if key in more}
    return {
        "schema_version": 1,
        "identity": identity,
        "lifecycle": {"state": "available"},
        "operation": {
            "url": "https://reservations.example.org/",
            "operator": "Académie de Rennes",
        },
        "audience": {"guests": "no", "account": "own", "phone": "no", "languages": ["fr"]},
        **more,
    }


def drafted(by: User, **more: Any) -> Entry:
    """Return a service with one draft."""
    return start_entry(document(**more), source="editor", academy=None, by=by)


def published(by: User, **more: Any) -> Entry:
    """Return a service whose first version is public."""
    entry = drafted(by, **more)
    publish_revision(entry, 1, by=by)
    entry.refresh_from_db()
    return entry
