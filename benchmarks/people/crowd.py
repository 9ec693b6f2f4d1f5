"""Invented people in any number, always the same: names with the frequencies of real ones.

A few hundred usual names, then tens of thousands of rare ones made of syllables; their shares
fall as 1/rank (Zipf), as those of French family names nearly do.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

from trousse.core.words import words_of
from trousse.directory import demo
from trousse.directory.search.names import rotations

SEED = 1883
PEOPLE_PER_PLACE = 20
FIRST_NAMES, LAST_NAMES = 3_000, 42_000
PARTICLES, DOUBLE_LAST, COMPOUND_FIRST = 0.05, 0.09, 0.09
STARTS = "b br c ch cl d f g gr h j k l m n p pl r s t tr v".split()  # noqa: SIM905  # readable
MIDDLES = "a e i o u ai au eau é è ou oi in an on er".split()  # noqa: SIM905
ENDS = "d l n r s t z ck lle nne rd rt ux ville mont et in".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Name:
    """First and last name as written, and the normalised words of each."""

    first: str
    last: str
    first_words: tuple[str, ...]
    last_words: tuple[str, ...]

    @property
    def keys(self) -> list[str]:
        return rotations([*self.first_words, *self.last_words])

    @property
    def sorted(self) -> str:
        return " ".join([*self.last_words, *self.first_words])


@dataclass(frozen=True)
class Crowd:
    """``size`` people; person ``n`` (from 1) works at establishment ``place_of(n)`` (from 1)."""

    size: int

    @property
    def places(self) -> int:
        return max(1, self.size // PEOPLE_PER_PLACE)

    def place_of(self, number: int) -> int:
        return 1 + (number - 1) % self.places

    def names(self) -> Iterator[Name]:
        """Yield the name of each person in turn."""
        random = Random(SEED)  # noqa: S311
        firsts = _Pool(_usual("first_names.csv"), FIRST_NAMES, random)
        lasts = _Pool(_usual("last_names.csv"), LAST_NAMES, random)
        for _ in range(self.size):
            yield _name(firsts, lasts, random)


def _name(firsts: "_Pool", lasts: "_Pool", random: Random) -> Name:
    first, first_words = firsts.draw(random)
    last, last_words = lasts.draw(random)
    chance = random.random()
    if chance < COMPOUND_FIRST:
        other, more = firsts.draw(random)
        first, first_words = f"{first}-{other}", first_words + more
    elif chance < COMPOUND_FIRST + DOUBLE_LAST:
        other, more = lasts.draw(random)
        last, last_words = f"{last}-{other}", last_words + more
    elif chance < COMPOUND_FIRST + DOUBLE_LAST + PARTICLES:
        last, last_words = f"de {last}", ("de", *last_words)
    return Name(first, last, first_words, last_words)


class _Pool:
    """Names to draw from, the first ones most often; each is normalised once."""

    def __init__(self, usual: Sequence[str], size: int, random: Random) -> None:
        names = dict.fromkeys(usual)
        while len(names) < size:
            names.setdefault(_rare(random))
        self._names = [(name, tuple(words_of(name))) for name in names]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self._names))))

    def draw(self, random: Random) -> tuple[str, tuple[str, ...]]:
        return random.choices(self._names, cum_weights=self._weights)[0]


def _rare(random: Random) -> str:
    syllables = random.randint(2, 3)
    body = "".join(random.choice(STARTS) + random.choice(MIDDLES) for _ in range(syllables))
    return (body + random.choice(ENDS)).capitalize()


def _usual(file_name: str) -> list[str]:
    path = Path(demo.__path__[0]) / file_name
    with path.open(encoding="utf-8", newline="") as file:
        return [row[0] for row in csv.reader(file)]
