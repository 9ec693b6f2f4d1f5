"""From words to people: who may be chosen by whom, and how each is shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousse.core.errors import TooManyRequests
from trousse.core.limits import limit
from trousse.directory.group_queries import usable_groups
from trousse.directory.picker.addresses import is_address
from trousse.directory.picker.picked import Choice, Kind, Picked, Word
from trousse.directory.queries import PersonCard, person_cards

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Group

OWNERS_OF_ADDRESSES = "100/h"
"""How often one person may have addresses turned into agents: enough for lists that are pasted,
too little to learn who owns the addresses of an académie."""


@dataclass(slots=True)
class Chosen:
    """What words stand for. ``refused``: words that stand for nobody this person may choose."""

    picked: Picked = field(default_factory=Picked)
    choices: list[Choice] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_words(words: Iterable[str], asker: "User | None", *, kept: Collection[str] = ()) -> Chosen:
    """Find what ``words`` stand for, in order, in at most 6 queries.

    An address of an agent whom the directory shows becomes that agent. ``kept``: words that were
    chosen before, which stay good when their person has since hidden or their group closed.
    """
    parsed = {word: Word.parse(word) for word in dict.fromkeys(words)}
    good = [word for word in parsed.values() if word]
    found = _Found(asker, good, kept)
    chosen = Chosen()
    for text, word in parsed.items():
        if word is None or not found.add(word, chosen):
            chosen.refused.append(text)
            chosen.choices.append(_unknown(text))
    return chosen


class _Found:
    """Everything that some words may stand for, read at once."""

    def __init__(self, asker: "User | None", words: Sequence[Word], kept: Collection[str]) -> None:
        self.people = _people(_values(words, Kind.PERSON), kept)
        self.owners = owners_of(_values(words, Kind.EMAIL), asker)
        self.groups = _groups(_values(words, Kind.GROUP), asker, kept)
        self.cards = person_cards([*self.people.values(), *self.owners.values()])

    def add(self, word: Word, chosen: Chosen) -> bool:
        """Add what ``word`` stands for; False when that is nothing."""
        if word.kind is Kind.GROUP:
            return self._add_group(self.groups.get(word.value), chosen)
        known = self.people if word.kind is Kind.PERSON else self.owners
        person = known.get(word.value)
        if person is not None:
            return self._add_person(person, chosen)
        return word.kind is Kind.EMAIL and _add_address(word.value, chosen)

    def _add_person(self, person: "User", chosen: Chosen) -> bool:
        if person not in chosen.picked.people:
            chosen.picked.people.append(person)
            chosen.choices.append(choice_of_card(self.cards[person.pk]))
        return True

    def _add_group(self, group: "Group | None", chosen: Chosen) -> bool:
        if group is not None:
            chosen.picked.groups.append(group)
            chosen.choices.append(choice_of_group(group.public_id, group.name, group.size))
        return group is not None


def _values(words: Iterable[Word], kind: Kind) -> list[str]:
    return [word.value for word in words if word.kind is kind]


def _add_address(address: str, chosen: Chosen) -> bool:
    if not is_address(address):
        return False
    chosen.picked.emails.append(address)
    chosen.choices.append(choice_of_address(address))
    return True


def _people(public_ids: Collection[str], kept: Collection[str]) -> dict[str, "User"]:
    if not public_ids:
        return {}
    people = get_user_model().objects.filter(public_id__in=public_ids, is_active=True)
    return {
        person.public_id: person
        for person in people.select_related("profile").order_by("pk")
        if _is_shown(person) or str(Word(Kind.PERSON, person.public_id)) in kept
    }


def _is_shown(person: "User") -> bool:
    profile = getattr(person, "profile", None)
    return profile is None or not profile.hidden


def owners_of(addresses: Collection[str], asker: "User | None") -> dict[str, "User"]:
    """Return the agents to whom ``addresses`` belong, by address.

    People whom the directory hides stay addresses, and so do all once ``asker`` asked too often.
    """
    if not addresses or asker is None:
        return {}
    try:
        limit(asker.public_id, "directory:owners_of_addresses", rate=OWNERS_OF_ADDRESSES)
    except TooManyRequests:
        return {}
    people = get_user_model().objects.filter(email__in=addresses, is_active=True)
    shown = people.exclude(profile__hidden=True).order_by("pk")
    return {person.email: person for person in shown}


def _groups(
    public_ids: Collection[str], asker: "User | None", kept: Collection[str]
) -> dict[str, "Group"]:
    if not public_ids or asker is None:
        return {}
    kept_ids = [word.value for word in map(Word.parse, kept) if word and word.kind is Kind.GROUP]
    return {
        group.public_id: group
        for group in usable_groups(asker, also=kept_ids).filter(public_id__in=public_ids)
    }


def choice_of_card(card: PersonCard) -> Choice:
    """Show a person: homonyms differ by what they do and where."""
    detail = " · ".join(part for part in (card.function, card.place) if part)
    word = str(Word(Kind.PERSON, card.public_id))
    return Choice(word, Kind.PERSON, card.name, detail, card.initials)


def choice_of_group(public_id: str, name: str, size: int) -> Choice:
    """Show a group with how many people it would add."""
    members = ngettext("Group of %(count)s person", "Group of %(count)s people", size)
    return Choice(str(Word(Kind.GROUP, public_id)), Kind.GROUP, name, members % {"count": size})


def choice_of_address(address: str) -> Choice:
    """Show somebody known by an address alone."""
    return Choice(str(Word(Kind.EMAIL, address)), Kind.EMAIL, address, _("Guest, without account"))


def _unknown(text: str) -> Choice:
    word = Word.parse(text)
    name = word.value if word and word.kind is Kind.EMAIL else _("Unknown choice")
    return Choice(text, "unknown", name, _("cannot be chosen"))
