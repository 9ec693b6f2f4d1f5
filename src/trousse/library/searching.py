"""Search that understands needs: « doodle » finds what helps to choose a date.

Words are compared folded (no accent, no capital); a word that nothing begins with is corrected
to its neighbours one typing error away. All of it works on a few hundred services in memory.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from trousse.core.words import words_of
from trousse.library.cards import Row
from trousse.library.data.loading import first_of_need

EVERYDAY_WORDS = Path(__file__).parent / "data" / "everyday_words.csv"
SHORTEST_CORRECTED = 4
LONG = 8
"""Letters from which a word may hold two typing errors."""
SHORTEST_BEGINNING = 3
SHORTEST_ROOT, LONGEST_ENDING = 4, 2
LONGEST_QUERY = 12
"""Words; nobody types more."""
STOP_WORDS = frozenset(
    (Path(__file__).parent / "data" / "stop_words.txt").read_text(encoding="utf-8").split()
)
"""What stands in many queries and says nothing of what is looked for."""

NAME_WHOLE, NAME_BEGUN, NAME_PART = 120, 100, 80
SAID_OF_NEED, KEYWORD, PROMISE = 70, 50, 20
LATER_NEED = 12
"""What each further need of a service takes off: it does that too, others do it first."""
FIRST_OF_NEED = 3
OURS = 6
"""What we run ourselves comes first among equals."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """An everyday phrase and the needs that it stands for, the likeliest first."""

    words: tuple[str, ...]
    needs: tuple[str, ...]


@cache
def meanings() -> tuple[Meaning, ...]:
    """Return the phrases of the data file."""
    with EVERYDAY_WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Meaning(tuple(words_of(row["phrase"])), tuple(row["needs"].split())) for row in rows
    )


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words of a query that mean something; all of them when none would be left."""
    words = words_of(text)[:LONGEST_QUERY]
    return tuple(word for word in words if word not in STOP_WORDS) or tuple(words)


def need_scores(words: Sequence[str], verbs: Mapping[str, str]) -> dict[str, float]:
    """Return what each need is worth for a query: 0 to 100, absent when not meant.

    ``verbs``: the words shown for each need, searched too.
    """
    scores: dict[str, float] = {}
    for meaning in meanings():
        worth = _phrase(words, meaning.words)
        for at, need in enumerate(meaning.needs if worth else ()):
            scores[need] = max(scores.get(need, 0), worth * 100 - at * 8)
    for slug, verb in verbs.items():
        worth = _all_in(words, _meaningful(verb))
        if worth:
            scores[slug] = max(scores.get(slug, 0), worth * 95)
    return scores


def service_score(row: Row, words: Sequence[str], needs: Mapping[str, float]) -> float:
    """Return what a service is worth for a query, 0 when it has nothing to do with it."""
    name, keywords, promise = _texts_of(row)
    by_need = [
        SAID_OF_NEED * needs[need] / 100
        - at * LATER_NEED
        + FIRST_OF_NEED * (row.slug in first_of_need(need))
        for at, need in enumerate(row.need_slugs)
        if need in needs
    ]
    found = max(
        _name(words, name),
        KEYWORD * _all_in(words, keywords),
        PROMISE * _all_in(words, promise),
        *by_need,
        0,
    )
    return found + OURS if found and row.operated_here else found


def correct(words: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    """Return ``words``, those that begin nothing known replaced by a near one, if there is."""
    return tuple(_corrected(word, known) for word in words)


def vocabulary(rows: Iterable[Row], verbs: Iterable[str]) -> frozenset[str]:
    """Return every word that a search may find."""
    return frozenset().union(
        (word for meaning in meanings() for word in meaning.words),
        (word for row in rows for text in _texts_of(row) for word in text),
        (word for verb in verbs for word in words_of(verb)),
    )


@lru_cache(maxsize=4096)
def _corrected(word: str, known: frozenset[str]) -> str:
    if len(word) < SHORTEST_CORRECTED or any(one.startswith(word) for one in known):
        return word
    near = [one for one in known if is_near(word, one)]
    return min(
        near, key=lambda one: (one[0] != word[0], abs(len(one) - len(word)), one), default=word
    )


def is_near(one: str, other: str) -> bool:
    """Tell whether two words are one typing error apart, two when they are long."""
    allowed = 2 if min(len(one), len(other)) >= LONG else 1
    return abs(len(one) - len(other)) <= allowed and distance(one, other) <= allowed


def distance(one: str, other: str) -> int:
    """Return how many letters to add, drop, change or swap with a neighbour (Damerau)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


@lru_cache(maxsize=4096)
def _texts_of(row: Row) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the words of the names, of the keywords, of the promises."""
    names = (*words_of(row.name_fr), *words_of(row.name_en), *words_of(row.slug))
    promises = (*_meaningful(row.promise_fr), *_meaningful(row.promise_en))
    return names, tuple(row.found_by.split()), promises


@cache
def _meaningful(text: str) -> tuple[str, ...]:
    return tuple(word for word in words_of(text) if word not in STOP_WORDS)


def _name(words: Sequence[str], name: Sequence[str]) -> float:
    if not words:
        return 0
    if "".join(words) in {"".join(name[:n]) for n in range(1, len(name) + 1)}:
        return NAME_WHOLE
    if any(begins(one, words[0]) for one in name) and _all_in(words, name):
        return NAME_BEGUN
    wanted = [word for word in words if any(begins(one, word) for one in name)]
    return (
        NAME_PART * len(wanted) / len(words)
        if any(len(word) > SHORTEST_BEGINNING for word in wanted)
        else 0
    )


def begins(whole: str, start: str) -> bool:
    """Tell whether a word begins like that; short beginnings must be the whole word."""
    return whole == start or (len(start) >= SHORTEST_BEGINNING and whole.startswith(start))


def _all_in(words: Sequence[str], text: Sequence[str]) -> float:
    """Return 1 when every word of the query begins one of the text, less when some do."""
    if not words or not text:
        return 0
    found = sum(any(begins(one, word) or _same_root(one, word) for one in text) for word in words)
    return 0 if found * 2 < len(words) else found / len(words)


def _same_root(one: str, other: str) -> bool:
    """Tell whether two words differ by their ending only: « réunion », « réunions »."""
    shorter, longer = sorted((one, other), key=len)
    ending = len(longer) - len(shorter)
    return len(shorter) >= SHORTEST_ROOT and longer.startswith(shorter) and ending <= LONGEST_ENDING


def _phrase(words: Sequence[str], phrase: Sequence[str]) -> float:
    """Return what a phrase is worth: 1 when it is the whole query, less when only a part."""
    if not phrase or not words:
        return 0
    kept = [word for word in phrase if word not in STOP_WORDS] or list(phrase)
    if "".join(words) == "".join(kept):  # « we transfer », « googledocs »
        return 1
    hit = sum(any(begins(one, word) or _same_root(one, word) for word in words) for one in kept)
    if hit < len(kept):
        return 0
    return 1 if len(kept) >= len(words) else 0.7 + 0.3 * len(kept) / len(words)
