"""Queries asked on every page: the ORM writes their SQL once, their values are put in each time.

For the few reads whose making costs more than their running. The shape of the query (how many
values stand in a list, which conditions there are) is the key of what is kept.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models import query as orm
from django.db.models.sql.compiler import SQLCompiler

Value = str | int | date | datetime
Build = Callable[[Mapping[str, Any]], QuerySet[Any, Any]]
Row = Sequence[Any]
_Converters = list[tuple[int, list[Callable[..., Any]], Any]]
_Kind = Literal["rows", "objects"]
M = TypeVar("M", bound=Model)

_FAR = datetime(9000, 1, 1, tzinfo=UTC)
_LARGE = 2**62
_made: dict[Hashable, "_Statement"] = {}


class _Constant:
    """A value of the query that is always the same."""

    def __init__(self, value: object) -> None:
        self.value = value


@dataclass(frozen=True, slots=True)
class _Statement:
    """A query as the ORM made it.

    ``places``: for each parameter, the name of its value. ``converters``: by column, what turns
    the database's value into Python's. ``read``: makes an object of a row.
    """

    sql: str
    places: tuple["str | _Constant", ...]
    converters: _Converters
    read: Callable[[Row], Any]

    def run(self, values: Mapping[str, Value]) -> list[Any]:
        given = {name: _adapted(value) for name, value in values.items()}
        parameters: list[Any] = [
            place.value if isinstance(place, _Constant) else given[place] for place in self.places
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows = cursor.fetchall()
        return [self.read(self._converted(row)) for row in rows]

    def _converted(self, row: Row) -> Row:
        if not self.converters:
            return row
        converted = list(row)
        for place, functions, column in self.converters:
            for function in functions:
                converted[place] = function(converted[place], column, connection)
        return converted


def rows_of(shape: Hashable, build: Build, values: Mapping[str, Value]) -> list[tuple[Any, ...]]:
    """Return the rows of ``build(values)``, a ``values_list``.

    ``shape``: everything but ``values`` that the query depends on. ``values``: texts, keys,
    days and instants by name; each must reach the SQL as it is, as one parameter or several.
    """
    return _statement("rows", shape, build, values).run(values)


def objects_of(
    shape: Hashable, build: Callable[[Mapping[str, Any]], QuerySet[M]], values: Mapping[str, Value]
) -> list[M]:
    """Return the objects of ``build(values)``, which may use ``select_related`` and ``annotate``.

    Made as the ORM makes them. ``prefetch_related`` is not done. See :func:`rows_of`.
    """
    return _statement("objects", shape, build, values).run(values)


def _statement(
    kind: _Kind, shape: Hashable, build: Build, values: Mapping[str, Value]
) -> _Statement:
    key = (connection.vendor, kind, shape, *values)
    if key not in _made:
        _made[key] = _make(kind, build, values)
    return _made[key]


def _make(kind: _Kind, build: Build, values: Mapping[str, Value]) -> _Statement:
    """Let the ORM write the query with marks for values, and note where each mark came out."""
    marks = {
        name: _mark(number, name, value) for number, (name, value) in enumerate(values.items())
    }
    compiler = build(marks).query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    names = {_adapted(mark): name for name, mark in marks.items()}
    places = tuple(names.get(one, _Constant(one)) for one in parameters)
    missing = values.keys() - set(places)
    if missing:
        raise ValueError(f"not found in the query as they were given: {sorted(missing)}")
    columns = [column for column, _sql, _alias in compiler.select]
    converters = [
        (place, functions, column)
        for place, (functions, column) in compiler.get_converters(columns).items()
    ]
    read = _maker_of_objects(compiler) if kind == "objects" else tuple
    return _Statement(sql, places, converters, read)


def _mark(number: int, name: str, value: Value) -> Value:
    if isinstance(value, str):
        return f"\x02{name}\x03"
    if isinstance(value, int):
        return _LARGE + number
    if isinstance(value, datetime):
        return _FAR.replace(microsecond=number)
    return _FAR.date() + timedelta(days=number)


def _maker_of_objects(compiler: SQLCompiler) -> Callable[[Row], Any]:
    """Return what makes an object of a row, as the ORM's ``ModelIterable`` does."""
    info = compiler.klass_info
    if info is None or not compiler.query.default_cols:
        raise TypeError("objects_of() needs a query of objects, not of values")
    model, fields = info["model"], info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[start:end]]
    related = orm.get_related_populators(  # type: ignore[attr-defined]  # missing from the stubs
        info, compiler.select, connection.alias
    )
    annotations = compiler.annotation_col_map or {}

    def read(row: Row) -> Any:
        found = model.from_db(connection.alias, names, row[start:end])
        for populator in related:
            populator.populate(row, found)
        for name, place in annotations.items():
            setattr(found, name, row[place])
        return found

    return read


def _adapted(value: Value) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
