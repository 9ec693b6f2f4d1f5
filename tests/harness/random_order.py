"""A queryset without an order comes back in a random one, as PostgreSQL may do on any day."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

REAL_ORDER = SQLCompiler.get_order_by


def order_or_shuffle(self: SQLCompiler) -> Any:
    """Return the order asked for, or a random one where adding it cannot change the meaning."""
    order = REAL_ORDER(self)
    query = self.query
    grouped = query.group_by is not None or query.distinct or query.combinator
    if order or grouped or query.subquery or not query.default_cols:
        return order
    shuffle = OrderBy(Random()).resolve_expression(query, allow_joins=True)
    return [(shuffle, (*self.compile(shuffle), False))]


@pytest.fixture(autouse=True, scope="session")
def shuffled_querysets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "get_order_by", order_or_shuffle)
        yield
