"""Looks for needs, services, people, groups and things at once.

Each room looks into what is its own and decides who may find it: nothing here knows a right.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousse.core.errors import TooManyRequests
from trousse.core.words import words_of
from trousse.directory.group_queries import search_groups
from trousse.directory.queries import search_people
from trousse.kit.queries import find_things
from trousse.library.queries import search_needs, search_services
from trousse.portal.found import OTHER, Hit, HitGroup, Results, in_order, title_nearness
from trousse.portal.gestures import gestures
from trousse.portal.moments import ago_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from trousse.accounts.current import Visitor

SHORTEST = 2
"""Letters from which something is searched."""
LONGEST = 100
IN_ALL, OF_ONE_KIND = 5, 40
"""Things shown of each kind: among all kinds, and alone."""

Look: TypeAlias = "Callable[[Visitor, str, int], HitGroup | None]"


def _needs(_visitor: "Visitor", text: str, limit: int) -> HitGroup:
    """What somebody wants to do: it begins at once where a service of this instance does it."""
    here = {gesture.need: gesture.url for gesture in gestures() if gesture.is_here}
    hits = [
        Hit(card.verb, here.get(card.slug, card.url), card.hint, card.icon)
        for card in search_needs(text, limit)
    ]
    return HitGroup("besoins", _("Needs"), _("Need"), hits, is_sentence=True)


def _services(visitor: "Visitor", text: str, limit: int) -> HitGroup:
    hits = [
        Hit(card.name, card.url, f"{card.verb} – {card.level_words}", card.icon)
        for card in search_services(visitor, text, limit)
    ]
    return HitGroup("services", _("Services"), _("Service"), hits)


def _things(visitor: "Visitor", text: str, limit: int) -> HitGroup | None:
    if visitor.user is None:
        return None
    zone, words = ZoneInfo(visitor.user.time_zone), words_of(text)
    found = find_things(visitor, text, limit)
    hits = [
        Hit(
            one.title,
            one.url,
            " · ".join(filter(None, [one.kind, one.state, ago_words(one.changed_at, zone)])),
            one.icon or "link",
        )
        for one in found
    ]
    is_guess = all(title_nearness(words, one.title) == OTHER for one in found)
    return HitGroup("choses", _("What you share"), _("Shared"), hits, is_guess=is_guess)


def _people(visitor: "Visitor", text: str, limit: int) -> HitGroup | None:
    if visitor.user is None:
        return None
    try:
        found = search_people(visitor.user, text, limit=limit)
    except TooManyRequests:
        obstacle = _("You searched for many people. Wait a moment before searching for others.")
        return HitGroup("personnes", _("People"), _("Person"), [], obstacle=obstacle)
    hits = [
        Hit(
            one.name,
            reverse("directory:person", args=[one.public_id]),
            " – ".join(filter(None, [one.function, one.place])),
            initials=one.initials,
        )
        for one in found.people
    ]
    return HitGroup("personnes", _("People"), _("Person"), hits, found.did_you_mean)


def _groups(visitor: "Visitor", text: str, limit: int) -> HitGroup | None:
    if visitor.user is None:
        return None
    hits = [
        Hit(one.name, reverse("groups:detail", args=[one.public_id]), one.description, "people")
        for one in search_groups(visitor.user, text, limit)
    ]
    return HitGroup("groupes", _("Groups"), pgettext("of people", "Group"), hits)


LOOKS: dict[str, Look] = {
    "besoins": _needs,
    "services": _services,
    "choses": _things,
    "personnes": _people,
    "groupes": _groups,
}
"""By the name of each kind in addresses, in the order of results that are equally near."""


def search_everything(visitor: "Visitor", text: str, *, limit: int = IN_ALL) -> Results:
    """Return at most ``limit`` of each kind for ``text``, which stands on one line.

    Fewer than two letters find nothing. Counts as one search for people.
    """
    if len(text) < SHORTEST:
        return Results(text)
    found = [_cut(look(visitor, text, limit + 1), limit) for look in LOOKS.values()]
    return in_order(text, [group for group in found if group])


def _cut(group: HitGroup | None, limit: int) -> HitGroup | None:
    """Keep ``limit`` hits; say when one more was there."""
    if group is None or len(group.hits) <= limit:
        return group
    return replace(group, hits=group.hits[:limit], is_cut=True)


def search_one_kind(visitor: "Visitor", text: str, kind: str) -> Results:
    """Return what is of that kind. Raises KeyError when there is no such kind."""
    look = LOOKS[kind]
    if len(text) < SHORTEST:
        return Results(text)
    group = _cut(look(visitor, text, OF_ONE_KIND + 1), OF_ONE_KIND)
    return in_order(text, [group] if group else [])
