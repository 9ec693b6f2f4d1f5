"""Queries asked on every page: the ORM writes their SQL once, their values are put in each time.

For the few reads whose making costs more than their running. The shape of the query (how many
values stand in a list, which conditions there are) is the key of what is kept.
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Value = str | datetime
Build = Callable[[Mapping[str, Value]], QuerySet[Any, Any]]

_FAR = datetime(9000, 1, 1, tzinfo=UTC)
_made: dict[Hashable, tuple[str, tuple["str | _Constant", ...]]] = {}


class _Constant:
    """A value of the query that is always the same."""

    def __init__(self, value: object) -> None:
        self.value = value


def rows_of(shape: Hashable, build: Build, values: Mapping[str, Value]) -> list[tuple[Any, ...]]:
    """Return the rows of ``build(values)``, a ``values_list`` of plain columns.

    ``shape``: everything but ``values`` that the query depends on. ``values``: texts and instants
    by name; each must reach the SQL as it is, as one parameter or several.
    """
    key = (connection.vendor, shape, *values)
    if key not in _made:
        _made[key] = _make(build, values)
    sql, places = _made[key]
    given = {name: _adapted(value) for name, value in values.items()}
    parameters: list[Any] = [
        place.value if isinstance(place, _Constant) else given[place] for place in places
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _make(build: Build, values: Mapping[str, Value]) -> tuple[str, tuple[str | _Constant, ...]]:
    """Let the ORM write the query with marks for values, and note where each mark came out."""
    marks: dict[str, Value] = {
        name: f"\x02{name}\x03" if isinstance(value, str) else _FAR.replace(microsecond=number)
        for number, (name, value) in enumerate(values.items())
    }
    sql, parameters = build(marks).query.sql_with_params()
    names = {_adapted(mark): name for name, mark in marks.items()}
    places = tuple(names.get(one, _Constant(one)) for one in parameters)
    missing = values.keys() - set(places)
    if missing:
        raise ValueError(f"not found in the query as they were given: {sorted(missing)}")
    return sql, places


def _adapted(value: Value) -> Any:
    if isinstance(value, str):
        return value
    return connection.ops.adapt_datetimefield_value(value)
