"""How people are shown in lists: enough to tell homonyms apart, and never an address."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from trousse.directory.models import Affiliation, Establishment
from trousse.directory.search.keys import current_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

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
    posts = _main_posts([user.pk for user in people])
    return {user.pk: _card(user, *posts.get(user.pk, ("", ""))) for user in people}


def _main_posts(users: "Collection[int]") -> dict[int, tuple[str, str]]:
    """Return function and place in words of those who work somewhere today.

    As texts: building the rows of five tables would cost more than the search itself.
    """
    held = Affiliation.objects.filter(current_on(timezone.localdate()), user__in=users)
    last_first = held.order_by("is_main", "-since", "-pk")  # so that the main one is kept
    return {
        user: (_function(function, discipline or ""), _place(name, city) if name else title)
        for user, function, discipline, name, city, title in last_first.values_list(
            "user_id",
            "function__label",
            "discipline__label",
            "establishment__name",
            "establishment__city",
            "academy__title",
        )
    }


def make_card(user: "User", held: list[Affiliation]) -> PersonCard:
    """Return the card of ``user``, who holds the affiliations ``held``."""
    main = held[0] if held else None
    return _card(user, function_label(main) if main else "", place_label(main) if main else "")


def _card(user: "User", function: str, place: str) -> PersonCard:
    return PersonCard(user.public_id, user.full_name, function, place, initials_of(user))


def function_label(affiliation: Affiliation) -> str:
    """Return « Enseignant, mathématiques », or the function alone."""
    subject = affiliation.discipline.label if affiliation.discipline else ""
    return _function(affiliation.function.label, subject)


def _function(function: str, subject: str) -> str:
    is_acronym = subject[:2].isupper()
    words = subject if is_acronym else _lower_first(subject)
    return f"{function}, {words}" if words else function


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def place_label(affiliation: Affiliation) -> str:
    """Return « Collège Simone-Veil, Rennes », or the académie's title."""
    if affiliation.establishment is None:
        return affiliation.academy.title
    return establishment_label(affiliation.establishment)


def establishment_label(establishment: Establishment) -> str:
    """Return the name with the town, which is not said twice."""
    return _place(establishment.name, establishment.city)


def _place(name: str, city: str) -> str:
    return name if city in name else f"{name}, {city}"


def initials_of(user: "User") -> str:
    """Return two letters, or the first one of what stands for a name."""
    letters = [name[:1] for name in (user.first_name, user.last_name) if name]
    return "".join(letters or [user.full_name[:1]]).upper()
