"""What the picker proposes for a text: people, groups, somebody to invite by e-mail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousse.core.errors import TooManyRequests
from trousse.core.text import clean_line
from trousse.directory.group_queries import search_groups
from trousse.directory.picker.addresses import read_addresses
from trousse.directory.picker.choices import (
    choice_of_address,
    choice_of_card,
    choice_of_group,
    owners_of,
)
from trousse.directory.picker.picked import Choice
from trousse.directory.queries import person_cards, search_people

if TYPE_CHECKING:
    from trousse.accounts.models import User

SHORTEST = 2
LONGEST = 200
MOST_PEOPLE, MOST_GROUPS = 8, 4


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is proposed, and the sentence that says how much."""

    choices: tuple[Choice, ...]
    status: str


def suggest(
    asker: "User | None", text: str, *, groups: bool = True, emails: bool = True
) -> Suggestions:
    """Propose whom ``text`` may mean, the most likely first; a limit reached is said in words."""
    text = clean_line(text)[:LONGEST]
    if len(text) < SHORTEST:
        return Suggestions((), _("Write at least two letters."))
    try:
        return _by_address(asker, text, emails=emails) or _by_name(asker, text, groups=groups)
    except TooManyRequests as error:
        return Suggestions((), str(error))


def _by_address(asker: "User | None", text: str, *, emails: bool) -> Suggestions | None:
    addresses = read_addresses(text).found
    if not addresses:
        return None
    owners = owners_of(addresses, asker)
    cards = person_cards(owners.values())
    choices = []
    for address in addresses:
        if address in owners:
            choices.append(choice_of_card(cards[owners[address].pk]))
        elif emails:
            choices.append(choice_of_address(address))
    if not choices:
        return Suggestions((), _("Nobody of the directory has this address."))
    return Suggestions(tuple(choices), _status(len(choices), text))


def _by_name(asker: "User | None", text: str, *, groups: bool) -> Suggestions:
    if asker is None:
        return Suggestions((), _("Sign in to search the directory."))
    people = search_people(asker, text, limit=MOST_PEOPLE)
    cards = search_groups(asker, text, MOST_GROUPS) if groups else []
    choices = (
        *(choice_of_card(card) for card in people.people),
        *(choice_of_group(card.public_id, card.name, card.size) for card in cards),
    )
    return Suggestions(choices, _status(len(choices), text, people.did_you_mean))


def _status(count: int, text: str, instead: str = "") -> str:
    if not count:
        return _("Nothing found for “%(text)s”. Check the spelling.") % {"text": text}
    found = ngettext("%(count)s suggestion", "%(count)s suggestions", count) % {"count": count}
    if not instead:
        return found
    looked_for = _("Nobody named “%(text)s”. Looked for “%(instead)s” instead.")
    return f"{looked_for % {'text': text, 'instead': instead}} {found}"
