"""Indexes that hold all that a search reads, and finer statistics for PostgreSQL.

With its usual hundred buckets, PostgreSQL expects one row in the range of any family name and
takes the index of the whole country for a search in one académie.
"""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMN = 'ALTER TABLE directory_personkey ALTER COLUMN "key" SET STATISTICS '
USUAL, FINE = -1, 1000


def refine(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"{COLUMN}{FINE}")


def restore(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"{COLUMN}{USUAL}")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("directory", "0005_order_of_groups")]

    operations: ClassVar = [
        migrations.AddIndex(
            "personkey",
            models.Index(fields=["academy", "key", "user"], name="people_of_academy_by_key"),
        ),
        migrations.AddIndex(
            "personkey", models.Index(fields=["key", "user"], name="people_by_key")
        ),
        migrations.RemoveIndex("personkey", "keys_of_academy"),
        migrations.RemoveIndex("personkey", "keys_of_all"),
        migrations.RunPython(refine, restore),
    ]
