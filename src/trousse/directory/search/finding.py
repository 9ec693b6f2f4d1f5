"""Finds people by the beginning of their names, nearest first.

The order of the stages is the ranking, and the search stops as soon as it has enough: one's
groups and establishments, one's académies, then the whole country from three letters on. Nothing
is sorted by relevance: on a national prefix, that sort is what is slow.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from trousse.core.words import end_of_prefix, words_of
from trousse.directory.models import Affiliation, Membership, PersonKey, Profile
from trousse.directory.search.keys import current_on
from trousse.directory.search.typos import corrections

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_WORDS_TYPED = 6
LONGEST_TEXT = 100
NATIONAL_FROM = 3
"""Letters of the longest word from which the whole country is searched."""
SMALL_GROUP = 200
"""Members up to which a group is « one's colleagues »; larger ones say nothing about nearness."""
TRIED_CORRECTIONS = 4
KEYS_PER_PERSON = 4
"""Keys read for each person wanted: the same person may answer by several."""

Ids = Iterable[int]
_KEYS = PersonKey._meta.db_table  # noqa: SLF001  # Django's documented way to the name


def typed_words(text: str) -> list[str]:
    """Return the words to search for in what somebody typed; too long a text is cut."""
    return words_of(text[:LONGEST_TEXT])[:MOST_WORDS_TYPED]


def find_ids(asker: "User", words: Sequence[str], limit: int) -> list[int]:
    """Return the primary keys of at most ``limit`` people with all ``words``, nearest first."""
    if not words:
        return []
    return list(islice(_without_repetition(_stages(asker, words, limit)), limit))


def find_corrected(asker: "User", words: Sequence[str], limit: int) -> tuple[list[int], list[str]]:
    """Return people for ``words`` with one of them corrected, and the corrected words.

    The longest words are the most likely to hold the error. Both empty when nothing is near.
    """
    for at in sorted(range(len(words)), key=lambda at: -len(words[at])):
        for better in corrections(words[at], TRIED_CORRECTIONS):
            corrected = [*words[:at], better, *words[at + 1 :]]
            if found := find_ids(asker, corrected, limit):
                return found, corrected
    return [], []


def _without_repetition(stages: Iterator[Callable[[], Ids]]) -> Iterator[int]:
    seen: set[int] = set()
    for stage in stages:
        for user in stage():
            if user not in seen:
                seen.add(user)
                yield user


def _stages(asker: "User", words: Sequence[str], limit: int) -> Iterator[Callable[[], Ids]]:
    """Yield what to look into, one after the other; nothing is read before it is called for."""
    mine = list(
        Affiliation.objects.filter(current_on(timezone.localdate()), user=asker)
        .order_by("-is_main", "pk")
        .values_list("establishment_id", "academy_id")
    )
    establishments = {establishment for establishment, _academy in mine if establishment}
    yield lambda: _colleagues(asker, establishments, words, limit)
    for academy in dict.fromkeys(academy for _establishment, academy in mine):
        yield from _by_keys(academy, words, limit)
    if max(map(len, words)) >= NATIONAL_FROM:
        yield from _by_keys(None, words, limit)


def _colleagues(asker: "User", establishments: set[int], words: Sequence[str], limit: int) -> Ids:
    """Look into one's small groups and one's establishments at once."""
    mine = Membership.objects.filter(user=asker, group__size__lte=SMALL_GROUP)
    near = Membership.objects.filter(group__in=mine.values("group")).values("user")
    if establishments:
        here = Affiliation.objects.filter(
            current_on(timezone.localdate()), establishment__in=establishments
        )
        near = near.union(here.values("user"))
    return _with_words(Profile.objects.filter(pk__in=near), words, limit)


def _with_words(profiles: QuerySet[Profile], words: Sequence[str], limit: int) -> Ids:
    """Return those of a few hundred ``profiles`` who have all ``words``, in the usual order."""
    has_all = Q(hidden=False, user__is_active=True)
    for word in words:
        has_all &= Q(sorted_name__startswith=word) | Q(sorted_name__contains=f" {word}")
    found = profiles.filter(has_all).order_by("sorted_name", "pk")
    return found.values_list("pk", flat=True)[:limit]


def _by_keys(academy: int | None, words: Sequence[str], limit: int) -> Iterator[Callable[[], Ids]]:
    """First what was typed as the beginning of a name, then its words in any order."""
    yield lambda: _read_keys(academy, " ".join(words), (), limit)
    if len(words) > 1:
        longest = max(words, key=len)
        others = list(words)
        others.remove(longest)
        yield lambda: _read_keys(academy, longest, others, limit)


def _read_keys(academy: int | None, beginning: str, others: Sequence[str], limit: int) -> Ids:
    """Return who has keys with that beginning and words that begin with each of ``others``.

    Written by hand: the ORM takes ten times longer to write this statement than the database to
    run it, and a search needs up to four. Words are letters and digits, so nothing in them is
    a pattern.
    """
    conditions = ["key >= %s", "key < %s", *("key LIKE %s" for _ in others)]
    values: list[str | int] = [
        beginning,
        end_of_prefix(beginning),
        *(f"% {word}%" for word in others),
    ]
    if academy is not None:
        conditions.insert(0, "academy_id = %s")
        values.insert(0, academy)
    where = " AND ".join(conditions)
    statement = f"SELECT user_id FROM {_KEYS} WHERE {where} ORDER BY key LIMIT %s"  # noqa: S608  # no value
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit * KEYS_PER_PERSON])
        return [user for (user,) in cursor.fetchall()]
