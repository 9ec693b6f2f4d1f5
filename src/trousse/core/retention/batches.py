"""Deleting a bounded number of rows, so that no transaction grows with the size of a table."""

from typing import TypeVar

from django.db.models import Model, QuerySet

BATCH = 1000
M = TypeVar("M", bound=Model)


def delete_some(rows: QuerySet[M]) -> bool:
    """Delete at most ``BATCH`` of ``rows``, with what hangs on them; tell whether more may wait."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows.filter(pk__in=keys).delete()
    return len(keys) == BATCH
