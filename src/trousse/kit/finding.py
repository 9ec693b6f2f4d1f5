"""Finds things by the words of their titles, nearest and newest first, typos forgiven.

What somebody may see is a join with their grants, from whichever side is smaller. Nobody's
number of grants or of titles makes a search long: each statement walks a bounded number of rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from trousse.accounts.current import Visitor
from trousse.core.typos import SHORTEST, deletions, one_error_apart
from trousse.core.words import end_of_prefix, words_of
from trousse.kit.models import Resource, ResourceWord, TitleToken
from trousse.sharing.access import grants_reaching, subjects_of
from trousse.sharing.holding import EVERYBODY, count_grants, grants_under, refs_held

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_WORDS_TYPED = 6
LONGEST_TEXT = 100
MOST_GRANTS = 5000
"""Grants up to which all that somebody may see is looked at for the words."""
MOST_WALKED = 3000
"""Titles with the rarest word that are looked at for rights, the newest first."""
FIRST_STEP, LONGER = 60, 4
"""Titles looked at at once: that many, then four times more, until enough may be seen."""
MOST_CORRECTIONS = 6

Choices: TypeAlias = Sequence[Sequence[str]]
"""For each word typed, the beginnings of words that count as it."""
Stage: TypeAlias = Callable[[], Iterable[Resource]]


@dataclass(frozen=True)
class Asked:
    """What is looked for: ``choices`` for each word typed, and how many things are wanted."""

    choices: Choices
    limit: int

    @cached_property
    def titled(self) -> QuerySet[Resource]:
        """The things whose titles have all the words."""
        return Resource.objects.filter(_with_words(self.choices))

    @cached_property
    def numbers(self) -> list[int]:
        """How many titles have each word, counted up to one more than are walked."""
        return [_beginning(some)[: MOST_WALKED + 1].count() for some in self.choices]

    @property
    def is_hopeless(self) -> bool:
        """Tell whether one of the words stands in no title at all."""
        return not all(self.numbers)

    @property
    def rarest(self) -> tuple[Sequence[str], int]:
        """The word that the fewest titles have, and how many do."""
        return min(zip(self.choices, self.numbers, strict=True), key=lambda one: one[1])


def find_rows(visitor: Visitor, text: str, limit: int) -> list[Resource]:
    """Return at most ``limit`` things with all words of ``text`` that ``visitor`` may open.

    First those that they opened before, then what they were given, then what everybody signed in
    may see; the last changed first. Words are beginnings of words. When nothing is found, words
    one typo away count too.
    """
    words = words_of(text[:LONGEST_TEXT])[:MOST_WORDS_TYPED]
    if not words:
        return []
    found = _first(visitor, Asked([[word] for word in words], limit))
    if found:
        return found
    choices = [[word, *_near(word)] for word in words]
    if all(len(some) == 1 for some in choices):
        return []
    return _first(visitor, Asked(choices, limit))


def _near(word: str) -> list[str]:
    """Return words of titles that are one typo away from ``word``."""
    if len(word) < SHORTEST:
        return []
    near = TitleToken.objects.filter(deletions__variant__in=deletions(word)).distinct()
    tokens = near.order_by("token").values_list("token", flat=True)
    return [token for token in tokens if one_error_apart(word, token)][:MOST_CORRECTIONS]


def _first(visitor: Visitor, asked: Asked) -> list[Resource]:
    found: dict[int, Resource] = {}
    if asked.is_hopeless:
        return []
    for stage in _stages(visitor, asked):
        for row in stage():
            found.setdefault(row.pk, row)
        if len(found) >= asked.limit:
            break
    return list(found.values())[: asked.limit]


def _stages(visitor: Visitor, asked: Asked) -> Iterator[Stage]:
    """Yield what to look into, one after the other; nothing is read before it is called for."""
    if visitor.keys:
        held = grants_reaching(Visitor(None, visitor.keys)).values("ref")
        yield lambda: _newest(asked.titled.filter(ref__in=held), asked.limit)
    if visitor.user is not None:
        user = visitor.user
        yield lambda: _opened(user, asked)
        yield lambda: _given(subjects_of(user), asked)
        yield lambda: _given(EVERYBODY, asked)


def _opened(user: "User", asked: Asked) -> Iterable[Resource]:
    reach = grants_reaching(Visitor(user)).filter(ref=OuterRef("ref"))
    mine = asked.titled.filter(Exists(reach), people__user=user)
    return mine.order_by("-people__opened_at", "-pk")[: asked.limit]


def _given(subjects: Sequence[str], asked: Asked) -> Iterable[Resource]:
    """Look from the smaller side: at what the grants open, or at what has the rarest word."""
    some, titles = asked.rarest
    grants = count_grants(subjects, most=MOST_GRANTS)
    if grants <= MOST_GRANTS and (grants <= titles or titles > MOST_WALKED):
        held = grants_under(subjects).order_by().values("ref")
        return _newest(asked.titled.filter(ref__in=held), asked.limit)
    return _walked(subjects, some, asked)


def _walked(subjects: Sequence[str], some: Sequence[str], asked: Asked) -> Iterable[Resource]:
    """Look at what has the words, the newest first, until enough of it may be seen."""
    titled = asked.titled.filter(pk__in=_newest_with(some)).order_by("-changed_at", "-pk")
    refs = list(titled.values_list("ref", flat=True))
    seen: list[str] = []
    start, step = 0, FIRST_STEP
    while start < len(refs) and len(seen) < asked.limit:
        part = refs[start : start + step]
        held = refs_held(subjects, part)
        seen += [ref for ref in part if ref in held]
        start, step = start + step, step * LONGER
    return _newest(Resource.objects.filter(ref__in=seen[: asked.limit]), asked.limit)


def _newest(things: QuerySet[Resource], limit: int) -> QuerySet[Resource]:
    return things.order_by("-changed_at", "-pk")[:limit]


def _with_words(choices: Choices) -> Q:
    has_all = Q()
    for some in choices:
        has_all &= reduce(or_, (Q(words__contains=f" {beginning}") for beginning in some))
    return has_all


def _newest_with(some: Sequence[str]) -> "QuerySet[ResourceWord, int] | list[int]":
    """Return the keys of things that have one of the words: whole ones first, then begun ones."""
    begun = _beginning(some).order_by("word", "-resource_id").values_list("resource_id", flat=True)
    if len(some) == 1:  # the word stands first among those that begin with it
        return begun[:MOST_WALKED]
    whole = ResourceWord.objects.filter(word__in=some).order_by("-resource_id")
    keys = list(whole.values_list("resource_id", flat=True)[:MOST_WALKED])
    if left := MOST_WALKED - len(keys):
        keys += begun[:left]
    return keys


def _beginning(some: Sequence[str]) -> QuerySet[ResourceWord]:
    ranges = (Q(word__gte=one, word__lt=end_of_prefix(one)) for one in some)
    return ResourceWord.objects.filter(reduce(or_, ranges)).order_by()
