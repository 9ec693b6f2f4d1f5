"""All that the page of a service needs, in few queries."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from trousse.core.prepared import objects_of
from trousse.kit.facts import facts_of
from trousse.library.announcements.queries import news_about
from trousse.library.audience_words import audience_in_words
from trousse.library.editing.comparing import differences
from trousse.library.models import Entry, EntryImage
from trousse.library.pages import ServicePage, fact_lines
from trousse.library.queries import answering
from trousse.library.shelf import Shelf
from trousse_kit import load

MOST_ALTERNATIVES = 6
MOST_CHANGES = 6


def make_page(entry: Entry, shelf: Shelf) -> dict[str, Any]:
    """Return the context of the page of ``entry``; ``shelf`` also holds retired services."""
    page = ServicePage(entry.document)
    accessibility, facts = fact_lines(facts_of(load(entry.document)))
    rows = {row.slug: row for row in shelf.rows}
    successor = rows.get(page.successor)
    return {
        "entry": entry,
        "page": page,
        "needs": [shelf.needs[slug] for slug in page.needs if slug in shelf.needs],
        "accessibility": accessibility,
        "facts": facts,
        "successor": shelf.card(successor) if successor else None,
        "alternatives": _alternatives(entry, page, shelf),
        "news": news_about(entry),
        "images": objects_of("library.images", _images_query, {"entry": entry.pk}),
        "changes": _changes(entry),
        "audience": audience_in_words(entry),
        "is_pinned": entry.slug in shelf.pinned,
    }


def _images_query(values: Mapping[str, Any]) -> QuerySet[EntryImage]:
    return EntryImage.objects.filter(entry=values["entry"])


def _alternatives(entry: Entry, page: ServicePage, shelf: Shelf) -> list[Any]:
    """Return the services that the manifest names, then those of the same first need."""
    alive = [row for row in shelf.rows if row.state != "retired" and row.slug != entry.slug]
    named = [row for slug in page.alternatives for row in alive if row.slug == slug]
    first = page.needs[0] if page.needs else ""
    found = dict.fromkeys([*named, *answering(alive, first)])
    return shelf.cards(list(found)[:MOST_ALTERNATIVES])


def _changes(entry: Entry) -> list[str]:
    """Return the names of what differs from the version that readers saw before."""
    before = getattr(entry, "before", None)  # see access_entry
    if not before:
        return []
    labels = (one.label for one in differences(before, entry.document))
    return list(dict.fromkeys(labels))[:MOST_CHANGES]
