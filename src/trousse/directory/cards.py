"""How people are shown in lists: enough to tell homonyms apart, and never an address."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from trousse.directory.models import Affiliation, Establishment
from trousse.directory.search.keys import current_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person in a list. ``function``, ``place``: empty when the directory knows none."""

    public_id: str
    name: str
    function: str
    place: str
    initials: str


def current_affiliations(users: "Iterable[User]") -> dict[int, list[Affiliation]]:
    """Return what each of ``users`` (by primary key) does today and where, in one query.

    The main function comes first, then the oldest. Everything shown is loaded.
    """
    found: dict[int, list[Affiliation]] = {user.pk: [] for user in users}
    held = Affiliation.objects.filter(current_on(timezone.localdate()), user__in=list(found))
    shown = held.select_related("function", "discipline", "establishment", "academy")
    for affiliation in shown.order_by("-is_main", "since", "pk"):
        found[affiliation.user_id].append(affiliation)
    return found


def person_cards(users: "Iterable[User]") -> dict[int, PersonCard]:
    """Return the card of each of ``users`` by primary key, in one query."""
    people = list(users)
    held = current_affiliations(people)
    return {user.pk: make_card(user, held[user.pk]) for user in people}


def make_card(user: "User", held: list[Affiliation]) -> PersonCard:
    """Return the card of ``user``, who holds the affiliations ``held``."""
    main = held[0] if held else None
    return PersonCard(
        public_id=user.public_id,
        name=user.full_name,
        function=function_label(main) if main else "",
        place=place_label(main) if main else "",
        initials=initials_of(user),
    )


def function_label(affiliation: Affiliation) -> str:
    """Return « Enseignant, mathématiques », or the function alone."""
    if affiliation.discipline is None:
        return affiliation.function.label
    subject = affiliation.discipline.label
    is_acronym = subject[:2].isupper()
    return f"{affiliation.function.label}, {subject if is_acronym else _lower_first(subject)}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def place_label(affiliation: Affiliation) -> str:
    """Return « Collège Simone-Veil, Rennes », or the académie's title."""
    if affiliation.establishment is None:
        return affiliation.academy.title
    return establishment_label(affiliation.establishment)


def establishment_label(establishment: Establishment) -> str:
    """Return the name with the town, which is not said twice."""
    if establishment.city in establishment.name:
        return establishment.name
    return f"{establishment.name}, {establishment.city}"


def initials_of(user: "User") -> str:
    """Return two letters, or the first one of what stands for a name."""
    letters = [name[:1] for name in (user.first_name, user.last_name) if name]
    return "".join(letters or [user.full_name[:1]]).upper()
