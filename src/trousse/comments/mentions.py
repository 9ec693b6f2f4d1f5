"""Who is called by « @Prénom Nom » in a text: people who may see the thing, nobody else."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q

from trousse.core.refs import Ref
from trousse.directory.queries import PersonCard, person_cards
from trousse.sharing.queries import users_with_access

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_MENTIONS = 10
LONGEST_NAME = 5
"""Words of a name, the particle and both parts of a double name included."""
MOST_SUGGESTIONS = 6
_CALL = re.compile(r"(?<!\w)@([^\s@]+(?:[ \u00a0\u202f][^\s@]+){0,4})")
_EDGE = ".,;:!?)»]}\u202f"


def called_names(text: str) -> set[tuple[str, ...]]:
    """Return what may be names after each « @ », as words: « @Léa Martin merci » gives several."""
    calls = _CALL.findall(text)[:MOST_MENTIONS]
    return {
        tuple(words[:length])
        for call in calls
        for words in [[word.rstrip(_EDGE) for word in call.split()]]
        for length in range(1, min(len(words), LONGEST_NAME) + 1)
    }


def people_called(text: str, ref: Ref) -> "list[User]":
    """Return those with access to ``ref`` whose full name follows an « @ » in ``text``.

    Homonyms who both have access are both called. One query, none without « @ ».
    """
    wanted = Q()
    for name in called_names(text):
        for first, last in _splits(name):
            wanted |= Q(first_name__iexact=first, last_name__iexact=last)
    if not wanted:
        return []
    return list(users_with_access(ref).filter(wanted).order_by("pk")[:MOST_MENTIONS])


def _splits(name: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for cut in range(1, len(name) + 1):
        yield " ".join(name[:cut]), " ".join(name[cut:])


def people_to_call(ref: Ref, text: str, asker: "User") -> list[PersonCard]:
    """Return a few of those with access to ``ref`` whose first or last name begins by ``text``."""
    begins = Q(first_name__istartswith=text) | Q(last_name__istartswith=text)
    found = users_with_access(ref).filter(begins).exclude(pk=asker.pk)
    shown = found.exclude(profile__hidden=True).order_by("last_name", "first_name", "pk")
    people = list(shown[:MOST_SUGGESTIONS])
    cards = person_cards(people)
    return [cards[person.pk] for person in people]
