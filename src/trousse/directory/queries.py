"""Reads of the directory for every room above: people found, shown, and where they work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils import timezone

from trousse.accounts.operations import ref_of
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.limits import limit as limit_rate
from trousse.directory.cards import (
    PersonCard,
    current_affiliations,
    establishment_label,
    person_cards,
)
from trousse.directory.group_titles import words_of_function
from trousse.directory.models import Academy, Affiliation, Establishment, Function, Mandate
from trousse.directory.models.mandates import in_force
from trousse.directory.presenting_offices import offices_in_words
from trousse.directory.search.finding import find_people as find_by_name
from trousse.directory.search.finding import typed_words
from trousse.directory.search.keys import current_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trousse.accounts.models import User

__all__ = [
    "PeopleFound",
    "PersonCard",
    "Post",
    "academies_of",
    "academy_names",
    "all_academies",
    "all_functions",
    "establishment_label",
    "establishments_of",
    "find_people",
    "function_names",
    "function_words",
    "holders_of",
    "main_establishment",
    "office_holders",
    "offices_in_words",
    "person_cards",
    "posts_of",
    "search_people",
]

SEARCH_RATE = "90/m"
SEARCHES_A_DAY = "3000/d"
"""What nobody reaches by typing, and what keeps anybody from copying the directory."""
MOST_RESULTS = 50


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody does and where, in codes: slug of the académie, code of the function."""

    academy: str
    function: str


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """Who was found. ``did_you_mean``: the text searched instead of the one typed, or empty."""

    people: list[PersonCard]
    did_you_mean: str = ""


def search_people(
    asker: "User", text: str, *, limit: int = 10, with_self: bool = True
) -> PeopleFound:
    """Find at most ``limit`` people (50) by the beginnings of their names, nearest first.

    Never finds who is hidden or left. Each search is counted in the audit log, without what was
    typed. Raises TooManyRequests.
    """
    words = typed_words(text)
    if not words:
        return PeopleFound([])
    limit_rate(asker.public_id, "directory:search", rate=SEARCH_RATE)
    limit_rate(asker.public_id, "directory:search:day", rate=SEARCHES_A_DAY)
    found = look_up(asker, words, min(limit, MOST_RESULTS), with_self=with_self)
    audit.record(
        "directory:people:search",
        subject=ref_of(asker),
        actor=asker,
        details={"length": len(text), "found": len(found.people)},
    )
    return found


def look_up(
    asker: "User", words: Sequence[str], limit: int, *, with_self: bool = True
) -> PeopleFound:
    """Search as :func:`search_people` does, without counting: what the benchmark measures."""
    ids, corrected = find_by_name(asker, words, limit + 1)
    if not with_self:
        ids = [pk for pk in ids if pk != asker.pk]
    people = _findable(ids)[:limit]
    cards = person_cards(people) if people else {}
    return PeopleFound([cards[user.pk] for user in people], " ".join(corrected))


def _findable(ids: Sequence[int]) -> "list[User]":
    """Return the people with these keys, in this order, less those hidden or gone meanwhile."""
    if not ids:
        return []
    users = get_user_model().objects.filter(pk__in=ids, is_active=True)
    shown = users.exclude(profile__hidden=True).only("public_id", "first_name", "last_name")
    by_key = {user.pk: user for user in shown}
    return [by_key[pk] for pk in ids if pk in by_key]


def find_people(public_ids: Iterable[str]) -> "list[User]":
    """Return the active people with these ids, in the order given; unknown ones are left out.

    Hidden people included: whoever already holds an id has met the person somewhere.
    """
    wanted = list(dict.fromkeys(public_ids))
    users = get_user_model().objects.filter(public_id__in=wanted, is_active=True)
    by_id = {user.public_id: user for user in users}
    return [by_id[one] for one in wanted if one in by_id]


def establishments_of(user: "User") -> list[Establishment]:
    """Return where ``user`` works today, the main place first, with its académie loaded."""
    held = current_affiliations([user])[user.pk]
    places = {one.establishment_id: _with_academy(one.establishment, one.academy) for one in held}
    return [place for place in places.values() if place is not None]


def _with_academy(place: Establishment | None, academy: Academy) -> Establishment | None:
    if place is not None and place.academy_id == academy.pk:
        place.academy = academy
    return place


def main_establishment(user: "User") -> Establishment | None:
    """Return the first place where ``user`` works today, or None."""
    return next(iter(establishments_of(user)), None)


def all_academies() -> "QuerySet[Academy]":
    """Return every académie, by name."""
    return Academy.objects.all()


def all_functions() -> "QuerySet[Function]":
    """Return every function, by label."""
    return Function.objects.all()


def office_holders(
    office: str, *, academy: Academy | None = None, service: str = ""
) -> "list[User]":
    """Return the active people who hold ``office`` today, for that académie or service."""
    held = in_force(Mandate.objects.filter(office=office), timezone.localdate(now()))
    held = held.filter(academy=academy, service=service, user__is_active=True)
    return [mandate.user for mandate in held.select_related("user").order_by("pk")]


def academies_of(user: "User") -> list[Academy]:
    """Return the académies of ``user`` today, the main one first."""
    held = current_affiliations([user])[user.pk]
    return list({one.academy_id: one.academy for one in held}.values())


def posts_of(user: "User") -> list[Post]:
    """Return the posts of ``user`` today, the main one first, in one light query."""
    held = Affiliation.objects.filter(current_on(timezone.localdate()), user=user)
    main_first = held.order_by("-is_main", "since", "pk")
    return [Post(*row) for row in main_first.values_list("academy__slug", "function__code")]


def academy_names(slugs: Iterable[str]) -> list[tuple[str, str]]:
    """Return slug and title of these académies, by name; no query when there is none."""
    wanted = list(slugs)
    if not wanted:
        return []
    found = Academy.objects.filter(slug__in=wanted).order_by("name")
    return [
        (slug, title or name) for slug, title, name in found.values_list("slug", "title", "name")
    ]


def holders_of(function: str) -> "QuerySet[User]":
    """Return the active people who have the function with that code today, anywhere."""
    held = Affiliation.objects.filter(
        current_on(timezone.localdate(now())), function__code=function
    )
    return get_user_model().objects.filter(is_active=True, pk__in=held.order_by().values("user"))


def function_words(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return how sentences name one and several people of these functions, by code.

    The usual letters where there are some: ``("CPE", "CPE")``, ``("enseignant", "enseignants")``.
    One query, none without codes; in French, as the functions are.
    """
    wanted = list(codes)
    found = Function.objects.filter(code__in=wanted).order_by("pk") if wanted else []
    return {one.code: words_of_function(one.code, one.label) for one in found}


def function_names(codes: Iterable[str]) -> list[str]:
    """Return the labels of these functions, in order; no query when there is none."""
    wanted = list(codes)
    found = Function.objects.filter(code__in=wanted).order_by("label") if wanted else []
    return [one.label for one in found]
