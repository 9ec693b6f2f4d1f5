"""Finds people by the beginning of their names, nearest first.

The order of the stages is the ranking, and the search stops as soon as it has enough: colleagues
of one's groups, of one's establishments, of one's académies, then the whole country from three
letters on. Nothing is sorted by relevance: on a national prefix, that sort is what is slow.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from trousse.directory.models import Affiliation, Membership, PersonKey, Profile
from trousse.directory.search.keys import current_on
from trousse.directory.search.names import end_of_prefix, words_of
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
    today = timezone.localdate()
    mine = list(
        Affiliation.objects.filter(current_on(today), user=asker)
        .order_by("-is_main", "pk")
        .values_list("establishment_id", "academy_id")
    )
    establishments = {establishment for establishment, _academy in mine if establishment}
    academies = dict.fromkeys(academy for _establishment, academy in mine)
    yield lambda: _in_groups(asker, words, limit)
    if establishments:
        yield lambda: _in_establishments(establishments, words, limit)
    for academy in academies:
        yield from _by_keys(PersonKey.objects.filter(academy=academy), words, limit)
    if max(map(len, words)) >= NATIONAL_FROM:
        yield from _by_keys(PersonKey.objects.all(), words, limit)


def _in_groups(asker: "User", words: Sequence[str], limit: int) -> Ids:
    mine = Membership.objects.filter(user=asker, group__size__lte=SMALL_GROUP)
    members = Membership.objects.filter(group__in=mine.values("group")).values("user")
    return _with_words(Profile.objects.filter(pk__in=members), words, limit)


def _in_establishments(establishments: set[int], words: Sequence[str], limit: int) -> Ids:
    today = timezone.localdate()
    here = Affiliation.objects.filter(current_on(today), establishment__in=establishments)
    return _with_words(Profile.objects.filter(pk__in=here.values("user")), words, limit)


def _with_words(profiles: QuerySet[Profile], words: Sequence[str], limit: int) -> Ids:
    """Return those of a few hundred ``profiles`` who have all ``words``, in the usual order."""
    findable = profiles.filter(hidden=False, user__is_active=True)
    for word in words:
        findable = findable.filter(
            Q(sorted_name__startswith=word) | Q(sorted_name__contains=f" {word}")
        )
    return findable.order_by("sorted_name", "pk").values_list("pk", flat=True)[:limit]


def _by_keys(
    keys: QuerySet[PersonKey], words: Sequence[str], limit: int
) -> Iterator[Callable[[], Ids]]:
    """First what was typed as the beginning of a name, then its words in any order."""
    yield lambda: _beginning_with(keys, " ".join(words), limit)
    if len(words) > 1:
        longest = max(words, key=len)
        others = list(words)
        others.remove(longest)
        yield lambda: _beginning_with(_holding(keys, others), longest, limit)


def _beginning_with(keys: QuerySet[PersonKey], text: str, limit: int) -> Ids:
    within = keys.filter(key__gte=text, key__lt=end_of_prefix(text)).order_by("key")
    return within.values_list("user_id", flat=True)[: limit * KEYS_PER_PERSON]


def _holding(keys: QuerySet[PersonKey], words: Sequence[str]) -> QuerySet[PersonKey]:
    for word in words:
        keys = keys.filter(key__contains=f" {word}")
    return keys
