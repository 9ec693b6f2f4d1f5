"""Which activity a thing is in, and its other things as tabs of the bar."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from trousse.accounts.current import Visitor, visitor_of
from trousse.activities.queries import context_of as activity_with
from trousse.activities.queries import refs_in
from trousse.core.refs import Ref
from trousse.kit.models import Resource
from trousse.kit.queries import ThingFound, cards_of
from trousse.kit.resources import record_opening
from trousse.sharing.access import grants_reaching
from trousse.ui.pages import ref_of_page

ACTIVITY = "activity"
MOST_TABS = 20
KNOWN_SECONDS = 60
"""How long it is known in which activity a thing is, or that it is in none: most are in none, and
their pages must not pay for it. Forgotten at once when a thing comes in or goes out."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A thing of the activity. ``is_current``: the one that the page shows."""

    thing: ThingFound
    is_current: bool


@dataclass(frozen=True, slots=True)
class Context:
    """An activity and those of its things that a visitor may open, in its order."""

    activity: ThingFound
    tabs: list[Tab]


def context_of(visitor: Visitor, ref: Ref) -> Context | None:
    """Return where the thing ``ref`` belongs, or None.

    None too for whoever may not see the activity. Two queries for a thing that is in one; for the
    others none, once it is known.
    """
    activity = _known_activity_of(ref) if ref.type != ACTIVITY else None
    return _context(visitor, ref, activity) if activity else None


def forget_context(ref: Ref) -> None:
    """Ask again in which activity a thing is, once the present transaction ends."""
    transaction.on_commit(lambda: cache.delete(_key(ref)))


def bar_context(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the bar shows on the page of a thing; keep that somebody opened it."""
    ref = ref_of_page(request)
    if ref is None:
        return None
    visitor = visitor_of(request)
    if visitor.user is not None:
        record_opening(visitor.user, ref)
    context = context_of(visitor, ref)
    return {"activity_context": context} if context else None


def _context(visitor: Visitor, ref: Ref, activity: Ref) -> Context | None:
    things = refs_in(activity)
    words = [str(one) for one in (activity, *things)]
    reach = grants_reaching(visitor).filter(ref=OuterRef("ref"))
    rows = list(Resource.objects.filter(Exists(reach), ref__in=words))
    seen = {card.ref: card for card in cards_of(rows)}
    if activity not in seen or ref not in things:
        return None
    tabs = [Tab(seen[one], is_current=one == ref) for one in things if one in seen]
    return Context(seen[activity], tabs[:MOST_TABS])


def _known_activity_of(ref: Ref) -> Ref | None:
    known: str | None = cache.get(_key(ref))
    if known is None:
        found = activity_with(ref)
        known = str(found) if found else ""
        cache.set(_key(ref), known, KNOWN_SECONDS)
    return Ref.parse(known) if known else None


def _key(ref: Ref) -> str:
    return f"kit:context:{ref}"
