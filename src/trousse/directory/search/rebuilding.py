"""Makes the keys of everybody again: after an import, or when something went past the signals."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils import timezone

from trousse.core.typos import deletions
from trousse.directory.models import Affiliation, NameToken, PersonKey, Profile, TokenDeletion
from trousse.directory.search.keys import current_on, keys_of
from trousse.directory.search.names import first_word, sorted_name

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trousse.accounts.models import User

BATCH = 5000
"""People or words a transaction: SQLite has one writer, who must not keep the others waiting."""

T = TypeVar("T")


def rebuild_keys(people: "QuerySet[User]") -> Iterator[int]:
    """Make the keys of ``people`` again, a batch a transaction; yield how many after each.

    The words that typos are corrected with are not counted: :func:`rebuild_words` does.
    """
    last, done = 0, 0
    while batch := list(people.filter(pk__gt=last).order_by("pk")[:BATCH]):
        _rebuild_batch(batch)
        last, done = batch[-1].pk, done + len(batch)
        yield done


def _rebuild_batch(batch: "list[User]") -> None:
    between = {"user_id__gte": batch[0].pk, "user_id__lte": batch[-1].pk}
    ids = {user.pk for user in batch}
    with transaction.atomic():
        Profile.objects.bulk_create(
            [Profile(user=one, sorted_name=_sorted_name_of(one)) for one in batch],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=["sorted_name"],
        )
        _remove_keys(ids, between)
        academies = _academies_between(between)
        hidden = set(Profile.objects.filter(hidden=True, **between).values_list("pk", flat=True))
        PersonKey.objects.bulk_create(
            PersonKey(key=key, academy_id=academy, user_id=user.pk)
            for user in batch
            if user.is_active and user.pk not in hidden
            for key in keys_of(user)
            for academy in academies.get(user.pk, {None})
        )


def _remove_keys(ids: set[int], between: dict[str, int]) -> None:
    present = PersonKey.objects.filter(**between).values_list("pk", "user_id")
    for some in _batches(pk for pk, user in present if user in ids):
        PersonKey.objects.filter(pk__in=some).delete()


def _sorted_name_of(user: "User") -> str:
    return sorted_name(user.first_name, user.last_name)


def _academies_between(between: dict[str, int]) -> dict[int, set[int | None]]:
    found: dict[int, set[int | None]] = {}
    now = Affiliation.objects.filter(current_on(timezone.localdate()), **between)
    for user, academy in now.values_list("user_id", "academy_id"):
        found.setdefault(user, set()).add(academy)
    return found


def rebuild_words() -> int:
    """Count the words of all keys again; return how many there are."""
    counts = Counter(
        first_word(key) for key in PersonKey.objects.values_list("key", flat=True).iterator(BATCH)
    )
    known = set(NameToken.objects.values_list("token", flat=True))
    for words in _batches(sorted(known - counts.keys())):
        NameToken.objects.filter(token__in=words).delete()
    for words in _batches(sorted(counts)):
        _count_words(words, counts)
    return len(counts)


def _count_words(words: list[str], counts: Counter[str]) -> None:
    with transaction.atomic():
        NameToken.objects.bulk_create(
            [NameToken(token=word, frequency=counts[word]) for word in words],
            update_conflicts=True,
            unique_fields=["token"],
            update_fields=["frequency"],
        )
        rows = [TokenDeletion(variant=v, token_id=word) for word in words for v in deletions(word)]
        TokenDeletion.objects.bulk_create(rows, ignore_conflicts=True)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
