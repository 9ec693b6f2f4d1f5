"""Keeping the index of things: services publish what lists show, in the write's transaction.

Public: :class:`ResourceFacts`, :class:`ResourceType`, :func:`register_resource_type`,
:func:`publish_resource`, :func:`publish_resources`, :func:`withdraw_resource`,
:func:`record_opening`, :func:`rebuild_index`. The reads are in ``trousse.kit.queries``.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import cache
from django.db import connection, transaction

from trousse.core.clock import now
from trousse.core.refs import Ref
from trousse.core.typos import deletions
from trousse.kit.models import (
    Resource,
    ResourcePerson,
    ResourceWord,
    TitleToken,
    TitleTokenDeletion,
)
from trousse.kit.models.resources import TITLE_LENGTH
from trousse.kit.types import (
    ResourceFacts,
    ResourceType,
    folded,
    register_resource_type,
    resource_type_of,
    resource_types,
)

if TYPE_CHECKING:
    from trousse.accounts.models import User

__all__ = [
    "ResourceFacts",
    "ResourceType",
    "publish_resource",
    "publish_resources",
    "rebuild_index",
    "record_opening",
    "register_resource_type",
    "withdraw_resource",
]

T = TypeVar("T")

BATCH = 1000
"""Things a transaction when an index is made again: SQLite has one writer."""
OPENING_IS_FRESH = timedelta(minutes=10)
"""Opening the same thing again within that time writes nothing."""
_SHOWN = (
    "title",
    "words",
    "url",
    "state",
    "starts_at",
    "ends_at",
    "whole_day",
    "asks",
    "due_at",
    "expected_until",
    "changed_at",
)

# One statement, and none of it for a thing that the index does not hold.
_OPENED = """
    INSERT INTO kit_resourceperson (resource_id, user_id, opened_at)
    SELECT id, %s, %s FROM kit_resource WHERE ref = %s
    ON CONFLICT (resource_id, user_id) DO UPDATE SET opened_at = excluded.opened_at
"""


def publish_resource(facts: ResourceFacts, *, by: "User | None" = None) -> None:
    """Put a thing into the index, or what changed of it. ``by``: who has just changed it.

    Belongs to the transaction of the write that it tells about. Raises ValueError for a type
    that no service registered.
    """
    publish_resources([facts])
    if by is not None:
        _note_opening(by, facts.ref, now())


@transaction.atomic
def publish_resources(facts: Sequence[ResourceFacts]) -> None:
    """Put many things into the index at once, each ref once; a constant number of queries."""
    if not facts:
        return
    known = Resource.objects.filter(ref__in=[str(one.ref) for one in facts])
    titled = dict(known.values_list("ref", "words"))
    rows = Resource.objects.bulk_create(
        [_row(one) for one in facts],
        update_conflicts=True,
        unique_fields=["ref"],
        update_fields=_SHOWN,
    )
    fresh = [row for row in rows if titled.get(row.ref) != row.words]
    _write_words(fresh, [row for row in fresh if row.ref in titled])
    _note_owners(facts, [row for row in rows if row.ref not in titled])


def withdraw_resource(ref: Ref) -> None:
    """Take a thing out of the index; nothing happens when it is not there.

    Called by itself when a thing is deleted through ``sharing.operations.forget_thing``.
    """
    Resource.objects.filter(ref=str(ref)).delete()


def record_opening(user: "User", ref: Ref) -> None:
    """Keep that ``user`` has just opened a thing; one statement, at most once in ten minutes."""
    key = f"kit:opened:{user.pk}:{ref}"
    if cache.add(key, True, OPENING_IS_FRESH.total_seconds()):
        _note_opening(user, ref, now())


def rebuild_index(service: str | None = None) -> Iterator[int]:
    """Index again all things of ``service``, or of every service; yield how many, batch by batch.

    Things that are no more leave the index. Services go on writing meanwhile.
    """
    done = 0
    for known in resource_types(service):
        for refs in _batches(known.refs()):
            with transaction.atomic():
                publish_resources(list(known.facts(refs)))
            done += len(refs)
            yield done
        _withdraw_missing(known)


def refresh_ref(ref: Ref) -> None:
    """Index again one thing of a type whose service cannot call the kit."""
    if known := resource_type_of(ref.type):
        publish_resources(list(known.facts([ref])))


def forget_unused_tokens() -> bool:
    """Drop words that no title has any more, some at a time; tell whether more may wait."""
    used = ResourceWord.objects.values("word")
    unused = list(TitleToken.objects.exclude(token__in=used).order_by("token")[:BATCH])
    TitleToken.objects.filter(token__in=[one.token for one in unused]).delete()
    return len(unused) == BATCH


def _row(facts: ResourceFacts) -> Resource:
    known = resource_type_of(facts.ref.type)
    if known is None:
        raise ValueError(f"no service registered the type of {facts.ref}")
    return Resource(
        ref=str(facts.ref),
        type=facts.ref.type,
        service=known.service,
        title=facts.title[:TITLE_LENGTH],
        words=folded(facts.title[:TITLE_LENGTH]),
        url=facts.url,
        state=facts.state,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        whole_day=facts.whole_day,
        asks=facts.asks,
        due_at=facts.due_at,
        expected_until=facts.expected_until,
        changed_at=facts.changed_at,
    )


def _write_words(rows: list[Resource], retitled: list[Resource]) -> None:
    if retitled:
        ResourceWord.objects.filter(resource__in=retitled).delete()
    words = [(row, word) for row in rows for word in sorted(set(row.words.split()))]
    if words:
        _learn({word for _row, word in words})
        ResourceWord.objects.bulk_create(
            [ResourceWord(resource=row, word=word) for row, word in words], ignore_conflicts=True
        )


def _learn(words: set[str]) -> None:
    """Add unknown words, in one order so that two writers never wait for each other."""
    known = set(TitleToken.objects.filter(token__in=words).values_list("token", flat=True))
    new = sorted(words - known)
    TitleToken.objects.bulk_create([TitleToken(token=word) for word in new], ignore_conflicts=True)
    rows = [TitleTokenDeletion(variant=v, token_id=word) for word in new for v in deletions(word)]
    TitleTokenDeletion.objects.bulk_create(rows, ignore_conflicts=True)


def _note_owners(facts: Sequence[ResourceFacts], new: list[Resource]) -> None:
    ids = {row.ref: row.pk for row in new}
    rows = [
        ResourcePerson(resource_id=ids[str(one.ref)], user_id=one.owner, opened_at=one.changed_at)
        for one in facts
        if one.owner is not None and str(one.ref) in ids
    ]
    ResourcePerson.objects.bulk_create(rows, ignore_conflicts=True)


def _note_opening(user: "User", ref: Ref, at: datetime) -> None:
    with connection.cursor() as cursor:
        when = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_OPENED, [user.pk, when, str(ref)])


def _withdraw_missing(known: ResourceType) -> None:
    indexed = Resource.objects.filter(type=known.ref_type)
    last = 0
    while rows := list(indexed.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        there = {str(one.ref) for one in known.facts([row.thing for row in rows])}
        gone = [row.pk for row in rows if row.ref not in there]
        Resource.objects.filter(pk__in=gone).delete()


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
