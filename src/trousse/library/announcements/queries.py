"""News as people read it: on the home page, and on the card and page of a service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from trousse.core.clock import now
from trousse.core.prepared import objects_of
from trousse.directory.queries import academies_of
from trousse.library.announcements.words import maintenance_words
from trousse.library.models import Announcement
from trousse.library.models.announcements import ANNOUNCED

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.library.models import Entry

Kind = Announcement.Kind
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class AnnouncementCard:
    """One piece of news in the reader's language.

    ``kind``: a value of ``Announcement.Kind``, ``kind_words`` the same for people. ``period``: of
    a maintenance, « Maintenance samedi de 8 h à 12 h »; else empty. ``place``: the académie that
    speaks; empty for everybody. ``service``, ``url``: the service it is about, and its page.
    """

    id: str
    kind: str
    kind_words: str
    text: str
    period: str = ""
    place: str = ""
    service: str = ""
    url: str = ""
    is_under_way: bool = False


def announcements_for(user: "User | None", limit: int = MOST_SHOWN) -> list[AnnouncementCard]:
    """Return the news of today for ``user``, or for a visitor: under way first.

    What is for everybody, and what the académies of the person tell; a maintenance a week before.
    """
    readers = Q(academy__isnull=True)
    if user is not None:
        readers |= Q(academy__in=[one.pk for one in academies_of(user)])
    found = _shown().filter(readers).filter(_of_published())
    cards = [card_of_news(one) for one in found.order_by("starts_at", "pk")[: 3 * limit]]
    return sorted(cards, key=lambda card: not card.is_under_way)[:limit]


def news_about(entry: "Entry") -> list[AnnouncementCard]:
    """Return what is told today about one service, whoever reads."""
    told = objects_of("library.news", _news_query, {**_this_moment(), "entry": entry.pk})
    return [card_of_news(one) for one in told]


def maintenance_of(entries: Iterable[int]) -> dict[int, AnnouncementCard]:
    """Return the next maintenance of each of these services (keys), for their cards; one query."""
    rows = _shown().filter(entry__in=list(entries), kind=Kind.MAINTENANCE)
    found: dict[int, AnnouncementCard] = {}
    for one in rows.order_by("starts_at", "pk"):
        if one.entry_id is not None and one.entry_id not in found:
            found[one.entry_id] = card_of_news(one)
    return found


def maintenance_by_slug() -> dict[str, str]:
    """Return « Maintenance samedi de 8 h à 12 h » of each service that has one; one query."""
    found: dict[str, str] = {}
    for one in objects_of("library.maintenances", _maintenance_query, _this_moment()):
        if one.entry is not None:
            found.setdefault(one.entry.slug, maintenance_words(one))
    return found


def card_of_news(one: Announcement) -> AnnouncementCard:
    """Return an announcement in the language of the request; its entry and place are loaded."""
    in_english = (get_language() or "").startswith("en")
    entry = one.entry
    return AnnouncementCard(
        id=one.public_id,
        kind=one.kind,
        kind_words=one.get_kind_display(),
        text=(one.text_en if in_english else "") or one.text_fr,
        period=maintenance_words(one) if one.is_maintenance else "",
        place=(one.academy.title or one.academy.name) if one.academy else "",
        service=((entry.name_en if in_english else "") or entry.name_fr) if entry else "",
        url=entry.get_absolute_url() if entry else "",
        is_under_way=one.is_under_way,
    )


def _this_moment() -> dict[str, datetime]:
    """Return what the queries on news ask about: now, and until when a maintenance is told."""
    at = now()
    return {"at": at, "soon": at + ANNOUNCED}


def _news_query(values: Mapping[str, Any]) -> QuerySet[Announcement]:
    return _told(values).filter(entry=values["entry"]).order_by("starts_at", "pk")


def _maintenance_query(values: Mapping[str, Any]) -> QuerySet[Announcement]:
    return _told(values).filter(kind=Kind.MAINTENANCE).order_by("starts_at", "pk")


def _shown() -> QuerySet[Announcement]:
    return _told(_this_moment())


def _told(moment: Mapping[str, Any]) -> QuerySet[Announcement]:
    at = moment["at"]
    begun = Q(starts_at__lte=at) | Q(kind=Kind.MAINTENANCE, starts_at__lte=moment["soon"])
    rows = Announcement.objects.select_related("academy", "entry")
    return rows.filter(begun, ends_at__gt=at)


def _of_published() -> Q:
    return Q(entry__isnull=True) | Q(entry__published_at__isnull=False)
