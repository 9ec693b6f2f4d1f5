"""Copying the database out and in, for each engine, while it is in use."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Protocol

from django.db import connection, connections

from trousse.core.backup import BackupTrouble


class DatabaseCopy(Protocol):
    """How one engine saves and restores; ``member`` is the file's name in the archive."""

    member: str

    def save(self, target: Path) -> None:
        """Write a consistent copy to ``target`` while others write."""

    def check(self, saved: Path) -> None:
        """Raise BackupTrouble unless ``saved`` can be restored."""

    def restore(self, saved: Path, aside: Path) -> str:
        """Replace the data by ``saved``; return in words where the replaced data are."""


def database_copy() -> DatabaseCopy:
    """Return the way of this instance's engine."""
    return SqliteCopy() if connection.vendor == "sqlite" else PostgresqlCopy()


class SqliteCopy:
    """SQLite's own online backup: one read transaction, writers go on."""

    member = "database.sqlite3"

    def save(self, target: Path) -> None:
        with (
            closing(sqlite3.connect(self._path(), timeout=20)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")

    def check(self, saved: Path) -> None:
        try:
            with closing(sqlite3.connect(f"file:{saved}?mode=ro", uri=True)) as copy:
                verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        if verdict != "ok":
            raise BackupTrouble(f"The saved database is damaged: {verdict}.")

    def restore(self, saved: Path, aside: Path) -> str:
        connections.close_all()
        path = self._path()
        for suffix in ("-wal", "-shm", ""):
            part = path.with_name(path.name + suffix)
            if part.exists():
                shutil.move(part, aside / part.name)
        shutil.move(saved, path)
        return str(aside)

    def _path(self) -> Path:
        return Path(connection.settings_dict["NAME"])


class PostgresqlCopy:
    """pg_dump's snapshot in custom format; the replaced tables stay in a schema of their own."""

    member = "database.dump"

    def save(self, target: Path) -> None:
        options = ("--format=custom", "--no-owner", "--no-privileges", "--schema=public")
        self._run("pg_dump", *options, "--file", str(target))

    def check(self, saved: Path) -> None:
        self._run("pg_restore", "--list", str(saved))

    def restore(self, saved: Path, aside: Path) -> str:
        schema = f"replaced_{aside.name}"
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER SCHEMA public RENAME TO "{schema}"')
            cursor.execute("CREATE SCHEMA public")
        try:
            # Whether a dump creates the schema depends on pg_dump's version: --clean suits both.
            options = ("--single-transaction", "--no-owner", "--no-privileges", "--clean")
            self._run(
                "pg_restore",
                *options,
                "--if-exists",
                "--dbname",
                self._connection()["PGDATABASE"],
                str(saved),
            )
        except BackupTrouble:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute(f'ALTER SCHEMA "{schema}" RENAME TO public')
            raise
        return f"the schema {schema} of the database"

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; the password goes by the environment, not by ``ps``."""
        try:
            done = subprocess.run(  # noqa: S603 - no shell, no argument from outside
                (program, *arguments),
                env={**os.environ, **self._connection()},
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise BackupTrouble(
                f"{program} is missing: install PostgreSQL's client programs, on Debian with "
                "apt install postgresql-client."
            ) from error
        if done.returncode:
            raise BackupTrouble(f"{program} failed: {done.stderr.strip() or done.returncode}")

    def _connection(self) -> dict[str, str]:
        """Return libpq's variables for this instance's database."""
        known = connection.settings_dict
        values = {
            "PGHOST": known["HOST"],
            "PGPORT": known["PORT"],
            "PGUSER": known["USER"],
            "PGPASSWORD": known["PASSWORD"],
            "PGDATABASE": known["NAME"],
            "PGSSLMODE": known["OPTIONS"].get("sslmode", ""),
        }
        return {name: str(value) for name, value in values.items() if value}
