"""Reads of the library for every room above: services and needs found, pinned, offered. Public."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import TYPE_CHECKING, Any

from trousse.accounts.current import Visitor
from trousse.library.announcements.queries import AnnouncementCard, announcements_for
from trousse.library.cards import NeedCard, Row, ServiceCard
from trousse.library.data.loading import first_of_need
from trousse.library.models import Recent
from trousse.library.searching import (
    asked_words,
    correct,
    need_scores,
    service_score,
    vocabulary,
)
from trousse.library.shelf import Shelf

if TYPE_CHECKING:
    from trousse.accounts.models import User

__all__ = [
    "AnnouncementCard",
    "NeedCard",
    "ServiceCard",
    "announcements_for",
    "card_of",
    "desk_services",
    "needs",
    "pinned_services",
    "recent_services",
    "search_needs",
    "search_services",
    "services_for",
]

DESK = Path(__file__).parent / "data" / "desk.toml"
MEANT = 35
"""Below, a need has too little to do with a query to be proposed."""


def search_services(visitor: Visitor, text: str, limit: int = 10) -> list[ServiceCard]:
    """Find services by name, need, everyday word or commercial name, the likeliest first.

    « doodle » finds what chooses a date. Accents, capitals and one typing error do not matter.
    """
    shelf = Shelf(visitor)
    return shelf.cards(rank_services(shelf, shelf.rows, text)[:limit])


def search_needs(text: str, limit: int = 5) -> list[NeedCard]:
    """Find the needs that a query means, the likeliest first; of what everybody sees."""
    shelf = Shelf(Visitor())
    scores = _need_scores(shelf, text)
    found = [card for card in shelf.need_cards() if scores.get(card.slug, 0) >= MEANT]
    return sorted(found, key=lambda card: -scores[card.slug])[:limit]


def needs(visitor: Visitor | None = None) -> list[NeedCard]:
    """Return the needs that a service answers, in order, counted as ``visitor`` sees them."""
    return Shelf(visitor or Visitor()).need_cards()


def services_for(visitor: Visitor, need: str, limit: int | None = None) -> list[ServiceCard]:
    """Return the services that answer a need, those that do it first and foremost first."""
    shelf = Shelf(visitor)
    return shelf.cards(answering(shelf.rows, need)[:limit])


def card_of(visitor: Visitor, slug: str) -> ServiceCard | None:
    """Return the card of a service that stands in the visitor's lists, retired or not."""
    shelf = Shelf(visitor, with_retired=True)
    return next((shelf.card(row) for row in shelf.rows if row.slug == slug), None)


def desk_services(user: "User", limit: int = 8) -> list[ServiceCard]:
    """Return what stands on somebody's desk: their pins, then what suits what they do.

    Never empty as long as the library holds a service for them.
    """
    shelf = Shelf(Visitor(user), with_retired=True)
    by_slug = {row.slug: row for row in shelf.rows}
    alive = [row for row in shelf.rows if row.state != "retired"]
    usual = [slug for post in shelf.circle.posts for slug in _desk_of(post.function)]
    order = [*shelf.pinned, *usual, *_desk_of(""), *(row.slug for row in alive)]
    kept = {row.slug for row in alive} | shelf.pinned.keys()
    slugs = [slug for slug in dict.fromkeys(order) if slug in by_slug and slug in kept]
    return shelf.cards(by_slug[slug] for slug in slugs[:limit])


def pinned_services(user: "User") -> list[ServiceCard]:
    """Return the services that somebody pinned, in their order, retired ones too."""
    shelf = Shelf(Visitor(user), with_retired=True)
    by_slug = {row.slug: row for row in shelf.rows}
    return shelf.cards(by_slug[slug] for slug in shelf.pinned if slug in by_slug)


def recent_services(user: "User", limit: int = 6) -> list[ServiceCard]:
    """Return the services that somebody opened last, the newest first."""
    shelf = Shelf(Visitor(user), with_retired=True)
    by_slug = {row.slug: row for row in shelf.rows}
    opened = Recent.objects.filter(user=user).order_by("-opened_at", "pk")
    slugs = opened.values_list("entry__slug", flat=True)
    return shelf.cards([by_slug[slug] for slug in slugs if slug in by_slug][:limit])


def rank_services(shelf: Shelf, rows: Iterable[Row], text: str) -> list[Row]:
    """Return those of ``rows`` that a query means, the likeliest first."""
    words, scores = _understood(shelf, text)
    worth = [(service_score(row, words, scores), row) for row in rows]
    found = [(score, row) for score, row in worth if score > 0]
    return [row for _, row in sorted(found, key=lambda one: -one[0])]  # stable: lists' order


def answering(rows: Iterable[Row], need: str) -> list[Row]:
    """Return those of ``rows`` that answer ``need``, the ones made for it first."""
    found = [row for row in rows if need in row.need_slugs]
    first = first_of_need(need)
    return sorted(found, key=lambda row: (row.need_slugs.index(need) > 0, _place(row.slug, first)))


def _place(slug: str, first: tuple[str, ...]) -> int:
    return first.index(slug) if slug in first else len(first)


def _need_scores(shelf: Shelf, text: str) -> dict[str, float]:
    return _understood(shelf, text)[1]


def _understood(shelf: Shelf, text: str) -> tuple[tuple[str, ...], dict[str, float]]:
    verbs = {slug: need.verb for slug, need in shelf.needs.items()}
    words = correct(asked_words(text), vocabulary(shelf.rows, verbs.values()))
    return words, need_scores(words, verbs)


@cache
def _desks() -> dict[str, dict[str, Any]]:
    return loads(DESK.read_text(encoding="utf-8"))


def _desk_of(function: str) -> list[str]:
    """Return the slugs offered to a trade; ``""`` is everybody."""
    name = _desks()["trades"].get(function, "") if function else "everybody"
    found: list[str] = _desks()["desks"].get(name, [])
    return found
