"""What the directory's pages show of people: a page of one, one's colleagues, one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils import timezone

from trousse.core.errors import NotFound
from trousse.directory.cards import (
    PersonCard,
    current_affiliations,
    function_label,
    make_card,
    person_cards,
    place_label,
)
from trousse.directory.group_queries import groups_of
from trousse.directory.models import Affiliation, Establishment, Group, Profile
from trousse.directory.search.keys import current_on

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_COLLEAGUES = 60


@dataclass(frozen=True, slots=True)
class Held:
    """A function in words, and where. ``academy``: its title, beside an establishment only."""

    function: str
    place: str
    academy: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What somebody's page shows to one colleague; never an address."""

    card: PersonCard
    held: Sequence[Held]
    groups_in_common: Sequence[Group]
    is_oneself: bool


def read_person_page(asker: "User", public_id: str) -> PersonPage:
    """Return the page of the person with that id, for ``asker``.

    Raises NotFound when there is none, or when the person left or hides.
    """
    person = get_user_model().objects.filter(public_id=public_id, is_active=True).first()
    if person is None or (person != asker and is_hidden(person)):
        raise NotFound
    return _page(asker, person)


def own_page(user: "User") -> PersonPage:
    """Return the page of ``user`` as colleagues see it."""
    return _page(user, user)


def is_hidden(user: "User") -> bool:
    """Tell whether ``user`` chose not to be found."""
    return Profile.objects.filter(user=user, hidden=True).exists()


def colleagues_of(user: "User", place: Establishment) -> list[PersonCard]:
    """Return who else works at ``place`` and may be found, by name, at most sixty."""
    there = Affiliation.objects.filter(current_on(timezone.localdate()), establishment=place)
    found = Profile.objects.filter(
        pk__in=there.exclude(user=user).values("user"), hidden=False, user__is_active=True
    )
    profiles = found.select_related("user").order_by("sorted_name", "pk")[:MOST_COLLEAGUES]
    people = [profile.user for profile in profiles]
    cards = person_cards(people)
    return [cards[person.pk] for person in people]


def _page(asker: "User", person: "User") -> PersonPage:
    affiliations = current_affiliations([person])[person.pk]
    theirs = groups_of(person).order_by().values("pk")
    is_oneself = person == asker
    return PersonPage(
        card=make_card(person, affiliations),
        held=[_held(one) for one in affiliations],
        groups_in_common=[] if is_oneself else list(groups_of(asker).filter(pk__in=theirs)),
        is_oneself=is_oneself,
    )


def _held(affiliation: Affiliation) -> Held:
    academy = affiliation.academy.title if affiliation.establishment else ""
    return Held(function_label(affiliation), place_label(affiliation), academy)
