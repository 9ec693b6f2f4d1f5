"""The services that somebody finds in lists, read in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from trousse.accounts.current import Visitor
from trousse.core.prepared import rows_of
from trousse.directory.queries import academy_names
from trousse.library.access import may_read_library
from trousse.library.announcements.queries import maintenance_by_slug
from trousse.library.audience import Circle, whole_audience
from trousse.library.cards import NeedCard, Row, ServiceCard, make_card, place_of
from trousse.library.models import Entry, Need, Pin

NEED_COLUMNS = ("slug", "verb_fr", "verb_en", "hint_fr", "hint_en", "icon")


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need in the reader's language."""

    slug: str
    verb: str
    hint: str
    icon: str


class Shelf:
    """What one visitor finds in the library; each part is read when first asked for.

    Retired services stand in it only with ``with_retired=True``.
    """

    def __init__(self, visitor: Visitor, *, with_retired: bool = False) -> None:
        self.visitor = visitor
        self.circle = Circle(visitor.user)
        self.language = "en" if (get_language() or "fr").startswith("en") else "fr"
        self.base = reverse("library:list")
        self._with_retired = with_retired

    @cached_property
    def rows(self) -> list[Row]:
        """The services in the order of lists."""
        if not may_read_library(self.visitor):
            return []
        return sorted(filter(self._is_shown, map(Row._make, _published())), key=place_of)

    @cached_property
    def needs(self) -> dict[str, NeedRow]:
        """Every need by slug, in order."""
        english = self.language == "en"
        return {
            slug: NeedRow(slug, verb_en if english else verb, hint_en if english else hint, icon)
            for slug, verb, verb_en, hint, hint_en, icon in _needs()
        }

    @cached_property
    def pinned(self) -> dict[str, int]:
        """Slugs of what the visitor has pinned, in order."""
        if self.visitor.user is None:
            return {}
        pins = Pin.objects.filter(user=self.visitor.user).order_by("order", "pk")
        return {slug: at for at, slug in enumerate(pins.values_list("entry__slug", flat=True))}

    @cached_property
    def maintenance(self) -> dict[str, str]:
        """When services are under maintenance, in words, by slug; once for the whole list."""
        return maintenance_by_slug()

    def cards(self, rows: Iterable[Row]) -> list[ServiceCard]:
        """Return the cards of ``rows``, in their order."""
        return [self.card(row) for row in rows]

    def card(self, row: Row) -> ServiceCard:
        """Return the card of one row."""
        need = next((self.needs[slug] for slug in row.need_slugs if slug in self.needs), None)
        verb, icon = (need.verb, need.icon) if need else ("", "info")
        card = make_card(row, verb, icon, self.language, self.base)
        return replace(card, is_pinned=True) if row.slug in self.pinned else card

    def need_cards(self) -> list[NeedCard]:
        """Return the needs that at least one service answers, with their counts."""
        counts = dict.fromkeys(self.needs, 0)
        for row in self.rows:
            for slug in set(row.need_slugs) & counts.keys():
                counts[slug] += 1
        return [
            NeedCard(
                slug, need.verb, need.hint, need.icon, f"{self.base}besoin/{slug}/", counts[slug]
            )
            for slug, need in self.needs.items()
            if counts[slug]
        ]

    def academies(self) -> list[tuple[str, str]]:
        """Return slug and name of the académies for whose people something stands here."""
        slugs = {slug for row in self.rows for slug in row.academies}
        return academy_names(slugs) if slugs else []

    def _is_shown(self, row: Row) -> bool:
        if row.state == Entry.State.RETIRED and not self._with_retired:
            return False
        return self.circle.is_in(whole_audience(row.audience, row.academy__slug))


def _published() -> list[tuple[Any, ...]]:
    found = Entry.objects.filter(published_at__isnull=False).order_by("name_fr", "pk")
    return rows_of("library.shelf", lambda _: found.values_list(*Row._fields), {})


def _needs() -> list[tuple[Any, ...]]:
    ordered = Need.objects.order_by("order", "slug")
    return rows_of("library.needs", lambda _: ordered.values_list(*NEED_COLUMNS), {})
