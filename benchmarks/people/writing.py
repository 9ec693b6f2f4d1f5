"""Millions of rows written as fast as the database takes them: COPY, or prepared inserts."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

PART = 50_000
FAST_SQLITE = ("synchronous=OFF", "cache_size=-1000000", "foreign_keys=OFF")
"""Of the filling alone: what is measured afterwards has the settings of an instance."""


def prepare() -> None:
    """Let the connection forget safety and remember pages."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in FAST_SQLITE:
                cursor.execute(f"PRAGMA {pragma}")


def write(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert ``rows`` of ``fields``; the other fields get their default, the key its number."""
    columns, constants = _columns(model, fields)
    complete = ((*row, *constants) for row in rows)
    if connection.vendor == "postgresql":
        _copy(model, columns, complete)
        return
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    places = ", ".join("?" for _ in columns)
    statement = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608, SLF001  # our own names
    while part := list(islice(complete, PART)):
        with transaction.atomic():
            connection.connection.executemany(statement, part)


def _columns(
    model: type[models.Model], fields: Sequence[str]
) -> tuple[list[str], tuple[object, ...]]:
    """Return every column, the given ones first, and the constants of the others."""
    known = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001
    others = [
        field
        for name, field in known.items()
        if name not in fields and not isinstance(field, models.AutoField)
    ]
    columns = [str(field.column) for field in (*map(known.__getitem__, fields), *others)]
    defaults = [field.get_db_prep_save(field.get_default(), connection) for field in others]
    return columns, tuple(defaults)


def _copy(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    statement = f"COPY {model._meta.db_table} ({names}) FROM STDIN"  # noqa: SLF001
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def without_indexes(model: type[models.Model]) -> "_WithoutIndexes":
    """Drop the indexes of ``model`` for a while: sorted once, they are built ten times faster."""
    return _WithoutIndexes(model)


class _WithoutIndexes:
    def __init__(self, model: type[models.Model]) -> None:
        self._model = model

    def __enter__(self) -> None:
        with connection.schema_editor() as editor:
            for index in self._model._meta.indexes:  # noqa: SLF001
                editor.remove_index(self._model, index)

    def __exit__(self, *_exception: object) -> None:
        with connection.schema_editor() as editor:
            for index in self._model._meta.indexes:  # noqa: SLF001
                editor.add_index(self._model, index)


def settle() -> None:
    """Count PostgreSQL's rows, as its own daemon would have done; fold SQLite's log.

    The rows came with their keys: PostgreSQL must be told which ones are free.
    """
    statements = connection.ops.sequence_reset_sql(no_style(), apps.get_models())
    is_postgresql = connection.vendor == "postgresql"
    statements.append("VACUUM ANALYZE" if is_postgresql else "PRAGMA wal_checkpoint(TRUNCATE)")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def megabytes() -> float:
    """Return the size of the database."""
    if connection.vendor == "postgresql":
        question = "SELECT pg_database_size(current_database())"
    else:
        question = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    with connection.cursor() as cursor:
        cursor.execute(question)
        (size,) = cursor.fetchone()
    return float(size) / 1e6
