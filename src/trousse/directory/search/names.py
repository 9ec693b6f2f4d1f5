"""Names as they are compared: without accents, case or punctuation, begun at any of their words."""

from collections.abc import Sequence

from trousse.core.words import words_of
from trousse.directory.models.search import KEY_LENGTH

MOST_WORDS = 8
"""Words of a name that may begin a key; longer names exist, but nobody types their ninth word."""


def sorted_name(first_name: str, last_name: str) -> str:
    """Return the name as lists are sorted by it, last name first: ``martin lea``."""
    return " ".join([*words_of(last_name), *words_of(first_name)])[:KEY_LENGTH]


def name_keys(first_name: str, last_name: str) -> list[str]:
    """Return the name begun at each of its words, without repetition.

    « Jean-Marc Le Goff » gives ``jean marc le goff``, ``marc le goff jean``,
    ``le goff jean marc`` and ``goff jean marc le``.
    """
    return rotations([*words_of(first_name), *words_of(last_name)])


def rotations(words: Sequence[str]) -> list[str]:
    """Return ``words`` joined, begun at each of the first :data:`MOST_WORDS`."""
    begun = (" ".join([*words[at:], *words[:at]]) for at in range(min(len(words), MOST_WORDS)))
    return list(dict.fromkeys(key[:KEY_LENGTH] for key in begun))


def first_word(key: str) -> str:
    """Return the word that ``key`` begins with."""
    return key.partition(" ")[0]
