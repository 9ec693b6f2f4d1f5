"""Copies the reference tables into the database after each ``migrate``; safe to repeat.

After a migration rather than in one: a correction of a CSV file reaches every instance, and a
flushed database gets its académies back.
"""

import csv
from pathlib import Path
from typing import Any

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.db import router

TABLES = ("Academy", "Function", "Discipline")
FILES = {"Academy": "academies.csv", "Function": "functions.csv", "Discipline": "disciplines.csv"}


def rows_of(table: str) -> list[dict[str, str]]:
    """Return what the file of ``table`` says, one dictionary of texts per row."""
    with (Path(__file__).parent / FILES[table]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_reference_tables(
    *, using: str = "default", apps: Apps = installed_apps, **_signal: Any
) -> None:
    """Create or correct every row by its ``code``; rows that the files no longer name stay.

    ``apps``: the models as the last migration left them; nothing happens before theirs exist.
    """
    for table in TABLES:
        try:
            model = apps.get_model("directory", table)
        except LookupError:
            return
        if not router.allow_migrate_model(using, model):
            return
        rows = rows_of(table)
        model.objects.using(using).bulk_create(
            [model(**row) for row in rows],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[name for name in rows[0] if name != "code"],
        )
