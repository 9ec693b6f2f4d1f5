"""What people type into the global search, in the shares of docs/reference/benchmarks.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.search.shelf import ASKERS, title_of
from trousse.accounts.models import User
from trousse.kit.models import Resource

NEEDS = ("choisir une date", "doodle", "faire une visio", "envoyer un gros fichier", "sondage")
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Question:
    """``asker`` types ``text``; ``kind`` names the line."""

    kind: str
    asker: User
    text: str


MIX = {
    "a need or a name of software": 20,
    "a name, begun": 20,
    "one word of a title, begun": 20,
    "two words of a title": 20,
    "a word with a typo": 10,
    "a group": 5,
    "nothing that exists": 5,
}
"""Percents."""


def questions(count: int, seed: int) -> Iterator[Question]:
    """Yield ``count`` questions of the fifty askers."""
    random = Random(seed)  # noqa: S311  # a set of questions
    things, people = Resource.objects.count(), User.objects.count()
    askers = User.objects.in_bulk(range(1, ASKERS + 1))
    for number, kind in enumerate(random.choices(list(MIX), list(MIX.values()), k=count)):
        title = title_of(random.randint(1, things)).split()
        named = User.objects.get(pk=random.randint(1, people))
        yield Question(kind, askers[1 + number % ASKERS], _text(kind, title, named, random))


def _text(kind: str, title: list[str], person: User, random: Random) -> str:
    word = max(title, key=len)
    texts = {
        "a need or a name of software": random.choice(NEEDS),
        "a name, begun": person.last_name[: random.randint(SHORTEST + 1, 6)],
        "one word of a title, begun": word[: random.randint(SHORTEST + 1, 6)],
        "two words of a title": f"{title[-1]} {title[0]}",
        "a word with a typo": word[:3] + word[4:],
        "a group": f"groupe {random.randint(1, 99)}",
        "nothing that exists": "zyxw vuts",
    }
    return texts[kind]
