"""The list page: what was asked for, the cards, and what one may ask for next."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from trousse.library.cards import LEVEL_WORDS, NeedCard, Row
from trousse.library.drawing import draw_card
from trousse.library.filtering import Wanted, find_rows
from trousse.library.shelf import NeedRow, Shelf


@dataclass(frozen=True, slots=True)
class Section:
    """Services under a need; ``need`` is None for a list that is not cut. ``cards``: HTML."""

    need: NeedRow | None
    cards: SafeString


@dataclass(frozen=True, slots=True)
class ListPage:
    """``need``: the one asked for. ``academies``: slugs and names one may choose from."""

    wanted: Wanted
    need: NeedRow | None
    needs: list[NeedCard]
    levels: list[tuple[str, str]]
    academies: list[tuple[str, str]]
    sections: list[Section]
    count: int
    count_words: str
    proposal: str
    with_pins: bool


def make_list(shelf: Shelf, wanted: Wanted) -> ListPage:
    """Return what the page shows."""
    rows = find_rows(shelf, wanted)
    words = ngettext("%d service", "%d services", len(rows)) % len(rows)
    return ListPage(
        wanted=wanted,
        need=shelf.needs.get(wanted.need),
        needs=shelf.need_cards(),
        levels=[(level, str(words)) for level, words in LEVEL_WORDS.items()],
        academies=shelf.academies(),
        sections=_sections(shelf, rows, cut=wanted.is_anything),
        count=len(rows),
        count_words=words,
        proposal=_proposal(shelf, wanted),
        with_pins=shelf.visitor.user is not None,
    )


def _proposal(shelf: Shelf, wanted: Wanted) -> str:
    """Return where one tells a need, with what was looked for."""
    asked = f"?{urlencode({'texte': wanted.q})}" if wanted.q else ""
    return f"{shelf.base}proposer/nouveau{asked}"


def _sections(shelf: Shelf, rows: list[Row], *, cut: bool) -> list[Section]:
    if not rows:
        return []
    if not cut:
        return [Section(None, _cards(shelf, rows))]
    by_need: dict[str, list[Row]] = {}
    for row in rows:
        first = next((slug for slug in row.need_slugs if slug in shelf.needs), "")
        by_need.setdefault(first, []).append(row)
    known = {**shelf.needs, "": None}
    return [
        Section(need, _cards(shelf, by_need[slug]))
        for slug, need in known.items()
        if slug in by_need
    ]


def _cards(shelf: Shelf, rows: list[Row]) -> SafeString:
    with_pin = shelf.visitor.user is not None
    told = shelf.maintenance
    drawn = (
        draw_card(card, told.get(card.slug, ""), with_pin=with_pin) for card in shelf.cards(rows)
    )
    return mark_safe("".join(drawn))  # noqa: S308  # each was escaped when it was drawn
