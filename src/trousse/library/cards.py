"""What lists show of a service and of a need, in the reader's language."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import pgettext_lazy

from trousse.core.words import words_of
from trousse.library.audience import whole_audience
from trousse.ui.icons import OUTLINES

LEVEL_WORDS = {
    "recommended": pgettext_lazy("level of a service", "Recommended"),
    "pilot": pgettext_lazy("level of a service", "In pilot"),
    "incubation": pgettext_lazy("level of a service", "In incubation"),
    "maintenance": pgettext_lazy("level of a service", "Maintenance"),
    "external": pgettext_lazy("level of a service", "External link"),
    "retired": pgettext_lazy("level of a service", "Retired"),
}
"""Levels in the order of lists: the nearest to a promise first."""
RANKS = {level: rank for rank, level in enumerate(LEVEL_WORDS)}
GUESTS_WITHOUT_ACCOUNT = frozenset({"yes", "invited"})


class Row(NamedTuple):
    """One service as it comes from the database; the names are those of columns."""

    slug: str
    name_fr: str
    name_en: str
    promise_fr: str
    promise_en: str
    needs: str
    icon: str
    open_url: str
    operated_here: bool
    guests: str
    on_mobile: bool | None
    state: str
    audience: str
    found_by: str
    academy__slug: str | None

    def in_language(self, language: str) -> tuple[str, str]:
        """Return name and promise; French stands in for words that nobody translated."""
        if language == "en":
            return self.name_en or self.name_fr, self.promise_en or self.promise_fr
        return self.name_fr, self.promise_fr

    @property
    def level(self) -> str:
        return level_of(self.state, operated_here=bool(self.operated_here))

    @property
    def academies(self) -> frozenset[str]:
        """Slugs of the académies whose people it is for; none when it is for all."""
        return whole_audience(self.audience, self.academy__slug).academies

    @property
    def need_slugs(self) -> tuple[str, ...]:
        return tuple(self.needs.split())


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """One service in a list.

    ``verb``: of its first need. ``url``: its page. ``open_url``: opens it, and counts that.
    ``level``: a key of :data:`LEVEL_WORDS`; ``level_words``: what is shown. ``phone``: None when
    nobody knows. ``guests``: whether people without account may take part.
    """

    slug: str
    name: str
    verb: str
    promise: str
    url: str
    open_url: str
    level: str
    level_words: str
    icon: str
    is_pinned: bool
    operated_here: bool
    phone: bool | None
    guests: bool
    needs: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class NeedCard:
    """One need. ``count``: how many services the reader finds there."""

    slug: str
    verb: str
    hint: str
    icon: str
    url: str
    count: int


def level_of(state: str, *, operated_here: bool) -> str:
    """Return the level that a state means: only what is operated here can be recommended."""
    if state != "available":
        return state
    return "recommended" if operated_here else "external"


@lru_cache(maxsize=4096)
def place_of(row: Row) -> tuple[int, list[str], str]:
    """Return what services are sorted by: what we run first, then by level and name."""
    return RANKS[row.level], words_of(row.name_fr), row.slug


@lru_cache(maxsize=4096)
def make_card(row: Row, verb: str, icon: str, language: str, base: str) -> ServiceCard:
    """Return the card of a row, pinned by nobody. ``base``: the address of the library.

    ``verb``, ``icon``: of its first need. ``language`` is that of the thread.
    """
    name, promise = row.in_language(language)
    return ServiceCard(
        slug=row.slug,
        name=name,
        verb=verb,
        promise=promise,
        url=f"{base}{row.slug}/",
        open_url=f"{base}{row.slug}/ouvrir",
        level=row.level,
        level_words=str(LEVEL_WORDS[row.level]),
        icon=next((one for one in (row.icon, icon) if one in OUTLINES), "info"),
        is_pinned=False,
        operated_here=bool(row.operated_here),
        phone=None if row.on_mobile is None else bool(row.on_mobile),
        guests=row.guests in GUESTS_WITHOUT_ACCOUNT,
        needs=row.need_slugs,
        language=language,
    )
