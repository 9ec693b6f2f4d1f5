"""Finds people by the beginning of their names, nearest first.

The order of the stages is the ranking, and the search stops as soon as it has enough: one's
groups and establishments, one's académies, then the whole country from three letters on. Nothing
is sorted by relevance: on a national prefix, that sort is what is slow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from trousse.core.prepared import Value, rows_of
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
MOST_COLLEAGUES = 2_000
"""People looked into as near: somebody in dozens of groups has no nearer ones."""
TRIED_CORRECTIONS = 4
KEYS_PER_PERSON = 4
"""Keys read for each person wanted: the same person may answer by several."""

Ids = Iterable[int]
_KEYS = PersonKey._meta.db_table  # noqa: SLF001  # Django's documented way to the name


def typed_words(text: str) -> list[str]:
    """Return the words to search for in what somebody typed; too long a text is cut."""
    return words_of(text[:LONGEST_TEXT])[:MOST_WORDS_TYPED]


def find_people(asker: "User", words: Sequence[str], limit: int) -> tuple[list[int], Sequence[str]]:
    """Return the primary keys of at most ``limit`` people with all ``words``, nearest first.

    When nobody has them, those of people for ``words`` with one of them corrected, and the
    corrected words; the longest words are the most likely to hold the error.
    """
    if not words:
        return [], []
    near = _Near(asker)
    if found := _find(near, words, limit):
        return found, []
    for at in sorted(range(len(words)), key=lambda at: -len(words[at])):
        for better in corrections(words[at], TRIED_CORRECTIONS):
            corrected = [*words[:at], better, *words[at + 1 :]]
            if found := _find(near, corrected, limit):
                return found, corrected
    return [], []


class _Near:
    """Where somebody works, and the names of those around: read once for a whole search."""

    def __init__(self, asker: "User") -> None:
        self.asker = asker

    @cached_property
    def places(self) -> list[tuple[int | None, int]]:
        """Establishments and académies (primary keys), the main one first."""
        values: dict[str, Value] = {"asker": self.asker.pk, "today": timezone.localdate()}
        return [(place, academy) for place, academy in rows_of("near.places", _places, values)]

    @cached_property
    def names(self) -> list[tuple[str, int]]:
        """Sorted names and keys of the members of one's small groups and establishments.

        Who is near is read first: left inside the second query, PostgreSQL takes the sizes of
        all groups for granted, expects thousands and reads everybody.
        """
        values: dict[str, Value] = {"asker": self.asker.pk}
        if establishments := dict.fromkeys(place for place, _academy in self.places if place):
            values["today"] = timezone.localdate()
            values |= {f"place{number}": place for number, place in enumerate(establishments)}
        colleagues = [pk for (pk,) in rows_of("near.people", _colleagues, values)]
        named = Profile.objects.filter(
            pk__in=colleagues[:MOST_COLLEAGUES], hidden=False, user__is_active=True
        )
        return sorted(named.order_by().values_list("sorted_name", "pk"))


def _places(values: Mapping[str, Any]) -> QuerySet[Any, Any]:
    held = Affiliation.objects.filter(current_on(values["today"]), user=values["asker"])
    return held.order_by("-is_main", "pk").values_list("establishment_id", "academy_id")


def _colleagues(values: Mapping[str, Any]) -> QuerySet[Any, Any]:
    asker, *there = values.values()
    mine = Membership.objects.filter(user=asker, group__size__lte=SMALL_GROUP)
    near = Membership.objects.filter(group__in=mine.values("group")).order_by()
    if not there:
        return near.values_list("user")
    today, *establishments = there
    here = Affiliation.objects.filter(current_on(today), establishment__in=establishments)
    return near.values_list("user").union(here.order_by().values_list("user"))


def _find(near: _Near, words: Sequence[str], limit: int) -> list[int]:
    return list(islice(_without_repetition(_stages(near, words, limit)), limit))


def _without_repetition(stages: Iterator[Callable[[], Ids]]) -> Iterator[int]:
    seen: set[int] = set()
    for stage in stages:
        for user in stage():
            if user not in seen:
                seen.add(user)
                yield user


def _stages(near: _Near, words: Sequence[str], limit: int) -> Iterator[Callable[[], Ids]]:
    """Yield what to look into, one after the other; nothing is read before it is called for."""
    yield lambda: _with_words(near.names, words)
    for academy in dict.fromkeys(academy for _establishment, academy in near.places):
        yield from _by_keys(academy, words, limit)
    if max(map(len, words)) >= NATIONAL_FROM:
        yield from _by_keys(None, words, limit)


def _with_words(names: Iterable[tuple[str, int]], words: Sequence[str]) -> Iterator[int]:
    """Yield those whose names have all ``words`` as beginnings of words, in the usual order."""
    for name, pk in names:
        if all(f" {word}" in f" {name}" for word in words):
            yield pk


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
