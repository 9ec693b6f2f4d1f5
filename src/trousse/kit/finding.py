"""Finds things by the words of their titles, nearest and newest first, typos forgiven.

What somebody may see is a join with their grants, from whichever side is smaller. Nobody's
number of grants or of titles makes a search long: each statement walks a bounded number of rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from trousse.accounts.current import Visitor
from trousse.core.typos import SHORTEST, deletions, one_error_apart
from trousse.core.words import end_of_prefix, words_of
from trousse.kit.models import Resource, ResourceWord, TitleToken
from trousse.sharing.access import grants_of, grants_reaching, grants_to_all

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_WORDS_TYPED = 6
LONGEST_TEXT = 100
MOST_GRANTS = 5000
"""Grants up to which all that somebody may see is looked at for the words."""
MOST_WALKED = 3000
"""Beyond: titles with the rarest word that are looked at for rights, the newest first."""
MOST_CORRECTIONS = 6

Grants: TypeAlias = QuerySet[Any, Any]
Choices: TypeAlias = Sequence[Sequence[str]]
"""For each word typed, the beginnings of words that count as it."""
Stage: TypeAlias = Callable[[], Iterable[Resource]]


def find_rows(visitor: Visitor, text: str, limit: int) -> list[Resource]:
    """Return at most ``limit`` things with all words of ``text`` that ``visitor`` may open.

    First those that they opened before, then what they were given, then what everybody signed in
    may see; the last changed first. Words are beginnings of words. When nothing is found, words
    one typo away count too.
    """
    words = words_of(text[:LONGEST_TEXT])[:MOST_WORDS_TYPED]
    if not words:
        return []
    found = _first(_stages(visitor, [[word] for word in words], limit), limit)
    if found:
        return found
    choices = [[word, *_near(word)] for word in words]
    if all(len(some) == 1 for some in choices):
        return []
    return _first(_stages(visitor, choices, limit), limit)


def _near(word: str) -> list[str]:
    """Return words of titles that are one typo away from ``word``."""
    if len(word) < SHORTEST:
        return []
    near = TitleToken.objects.filter(deletions__variant__in=deletions(word)).distinct()
    tokens = near.order_by("token").values_list("token", flat=True)
    return [token for token in tokens if one_error_apart(word, token)][:MOST_CORRECTIONS]


def _first(stages: Iterator[Stage], limit: int) -> list[Resource]:
    found: dict[int, Resource] = {}
    for stage in stages:
        for row in stage():
            found.setdefault(row.pk, row)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _stages(visitor: Visitor, choices: Choices, limit: int) -> Iterator[Stage]:
    """Yield what to look into, one after the other; nothing is read before it is called for."""
    titled = Resource.objects.filter(_with_words(choices))
    if visitor.keys:
        held = grants_reaching(Visitor(None, visitor.keys))
        yield lambda: _newest(titled.filter(ref__in=held.values("ref")), limit)
    if visitor.user is not None:
        user, own = visitor.user, grants_of(visitor.user)
        yield lambda: _opened(user, titled, limit)
        yield lambda: _given(own, titled, choices, limit)
        yield lambda: _given(grants_to_all(), titled, choices, limit)


def _opened(user: "User", titled: QuerySet[Resource], limit: int) -> Iterable[Resource]:
    reach = grants_reaching(Visitor(user)).filter(ref=OuterRef("ref"))
    mine = titled.filter(Exists(reach), people__user=user)
    return mine.order_by("-people__opened_at", "-pk")[:limit]


def _given(
    grants: Grants, titled: QuerySet[Resource], choices: Choices, limit: int
) -> Iterable[Resource]:
    """Look at what the grants open, or, when these are very many, at what has the words."""
    if grants.order_by()[: MOST_GRANTS + 1].count() <= MOST_GRANTS:
        return _newest(titled.filter(ref__in=grants.order_by().values("ref")), limit)
    walked = _newest_with(min(choices, key=_how_many))
    may_see = Exists(grants.filter(ref=OuterRef("ref")))
    return _newest(titled.filter(may_see, pk__in=walked), limit)


def _newest(things: QuerySet[Resource], limit: int) -> QuerySet[Resource]:
    return things.order_by("-changed_at", "-pk")[:limit]


def _with_words(choices: Choices) -> Q:
    has_all = Q()
    for some in choices:
        has_all &= reduce(or_, (Q(words__contains=f" {beginning}") for beginning in some))
    return has_all


def _how_many(some: Sequence[str]) -> int:
    return _beginning(some)[: MOST_WALKED + 1].count()


def _newest_with(some: Sequence[str]) -> list[int]:
    """Return the keys of things that have one of the words: whole ones first, then begun ones."""
    whole = ResourceWord.objects.filter(word__in=some).order_by("-resource_id")
    keys = list(whole.values_list("resource_id", flat=True)[:MOST_WALKED])
    if left := MOST_WALKED - len(keys):
        begun = _beginning(some).order_by("word", "-resource_id")
        keys += begun.values_list("resource_id", flat=True)[:left]
    return keys


def _beginning(some: Sequence[str]) -> QuerySet[ResourceWord]:
    ranges = (Q(word__gte=one, word__lt=end_of_prefix(one)) for one in some)
    return ResourceWord.objects.filter(reduce(or_, ranges)).order_by()
