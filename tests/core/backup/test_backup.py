"""Backups are only worth what comes back: every test here restores, on both engines."""

import json
import sqlite3
import stat
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import close_old_connections, connection, transaction
from pytest_django import Settings

from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.core.backup import BackupTrouble
from trousse.core.backup.databases import database_copy
from trousse.core.backup.manifest import NAME
from trousse.core.backup.restoring import restore_backup
from trousse.core.backup.saving import key_beside, save_backup
from trousse.core.running import declare_running
from trousse.core.tasks.liveness import living

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Give the test a data directory of its own, and leave no replaced schema behind."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    (tmp_path / "secret-key").write_text("key of the day of the backup")
    (tmp_path / "files" / "notes").mkdir(parents=True)
    (tmp_path / "files" / "notes" / "plan.txt").write_text("Séance 1")
    yield tmp_path
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replaced_%'")
            for (schema,) in cursor.fetchall():
                cursor.execute(f'DROP SCHEMA "{schema}" CASCADE')


def names() -> set[str]:
    return set(User.objects.values_list("first_name", flat=True))


def rewritten(archive: Path, **changes: object) -> Path:
    """Return a copy of ``archive`` whose manifest says something else."""
    target = archive.with_name("rewritten.tar.gz")
    with tarfile.open(archive) as source, tarfile.open(target, "w:gz") as copy:
        for member in source:
            content = source.extractfile(member)
            assert content is not None
            if member.name == NAME:
                path = archive.with_name(NAME)
                path.write_text(json.dumps({**json.load(content), **changes}))
                copy.add(path, NAME)
            else:
                copy.addfile(member, content)
    return target


def test_everything_comes_back(instance: Path) -> None:
    UserFactory.create(first_name="Léa")
    archive = save_backup()
    UserFactory.create(first_name="Karim")
    (instance / "files" / "notes" / "plan.txt").write_text("changed since")
    (instance / "secret-key").write_text("key of another day")

    restoration = restore_backup(archive)

    assert names() == {"Léa"}
    assert (instance / "files" / "notes" / "plan.txt").read_text() == "Séance 1"
    assert (instance / "secret-key").read_text() == "key of the day of the backup"
    assert restoration.key_restored


def test_what_is_replaced_is_kept_aside(instance: Path) -> None:
    archive = save_backup()
    UserFactory.create(first_name="Karim")
    (instance / "files" / "later.txt").write_text("written after the backup")
    restore_backup(archive)

    aside = next((instance / "replaced").iterdir())
    assert (aside / "files" / "later.txt").exists()
    assert names() == set()
    query = "SELECT first_name FROM {}accounts_user"
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"]).name
        with sqlite3.connect(aside / database) as replaced:
            rows = replaced.execute(query.format("")).fetchall()
        replaced.close()
    else:
        with connection.cursor() as cursor:
            cursor.execute(query.format(f'"replaced_{aside.name}".'))
            rows = cursor.fetchall()
    assert rows == [("Karim",)]


def test_a_write_during_the_backup_is_in_whole_or_not_at_all() -> None:
    started, enough = threading.Event(), threading.Event()

    def write_pairs() -> None:
        number = 0
        while not enough.is_set():
            with transaction.atomic():
                UserFactory.create(first_name=f"a{number}", email=f"a{number}@example.org")
                UserFactory.create(first_name=f"b{number}", email=f"b{number}@example.org")
            started.set()
            number += 1
        close_old_connections()
        connection.close()

    writer = threading.Thread(target=write_pairs)
    writer.start()
    started.wait(10)
    archive = save_backup()
    enough.set()
    writer.join()
    restore_backup(archive)

    firsts = {name.removeprefix("a") for name in names() if name.startswith("a")}
    seconds = {name.removeprefix("b") for name in names() if name.startswith("b")}
    assert firsts == seconds != set()


def test_only_the_owner_may_read_it(instance: Path) -> None:
    archive = save_backup()
    for path in (archive, key_beside(archive)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with tarfile.open(archive) as tar:
        assert sorted(tar.getnames()) == [database_copy().member, "files/notes/plan.txt", NAME]
    kept = {path.name for path in (instance / "backups").iterdir()}
    assert kept == {archive.name, key_beside(archive).name}


@pytest.mark.parametrize("damage", ["cut", "changed", "not an archive", "empty", "missing"])
def test_a_damaged_archive_is_refused(damage: str) -> None:
    archive = save_backup()
    content = archive.read_bytes()
    middle = len(content) // 2
    archive.write_bytes(
        {
            "cut": content[:middle],
            "changed": content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :],
            "not an archive": b"Bonjour",
            "empty": b"",
            "missing": content,
        }[damage]
    )
    if damage == "missing":
        archive.unlink()
    UserFactory.create(first_name="Karim")

    with pytest.raises(BackupTrouble, match=r"damaged|no archive"):
        restore_backup(archive)
    assert names() == {"Karim"}


def test_a_content_that_is_not_what_was_saved_is_refused() -> None:
    archive = rewritten(save_backup(), members={"files/notes/plan.txt": "0" * 64})
    with pytest.raises(BackupTrouble, match="not what its manifest says"):
        restore_backup(archive)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"migrations": ["core.0001_initial", "core.9999_later"]}, r"newer.*core\.9999_later"),
        ({"engine": "oracle"}, "oracle"),
        ({"format": 99}, "format 99"),
    ],
)
def test_an_archive_that_does_not_fit_is_refused(changes: dict[str, object], reason: str) -> None:
    archive = rewritten(save_backup(), **changes)
    UserFactory.create(first_name="Karim")
    with pytest.raises(BackupTrouble, match=reason):
        restore_backup(archive)
    assert names() == {"Karim"}


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt"])
def test_an_archive_cannot_write_elsewhere(instance: Path, name: str) -> None:
    archive = instance / "hostile.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(instance / "secret-key", arcname="x")
        member = tarfile.TarInfo(name)
        tar.addfile(member)
    with pytest.raises(BackupTrouble, match="unexpected member"):
        restore_backup(archive)


def test_it_refuses_while_the_launcher_runs(instance: Path) -> None:
    archive = save_backup()
    with declare_running(instance):
        with pytest.raises(BackupTrouble, match="running"):
            restore_backup(archive)
        restore_backup(archive, force=True)
    restore_backup(archive)


def test_it_refuses_while_a_worker_runs() -> None:
    archive = save_backup()
    with living("worker-of-the-test"), pytest.raises(BackupTrouble, match="running"):
        restore_backup(archive)


def test_without_its_key_beside_the_present_key_stays(instance: Path) -> None:
    archive = save_backup()
    key_beside(archive).unlink()
    (instance / "secret-key").write_text("present key")
    assert not restore_backup(archive).key_restored
    assert (instance / "secret-key").read_text() == "present key"


def test_the_commands_say_what_they_did(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", "--to", str(instance / "elsewhere"))
    archive = next((instance / "elsewhere").glob("*.tar.gz"))
    call_command("restore", str(archive))
    said = capsys.readouterr().out
    assert str(archive) in said
    assert "kept in" in said


@pytest.mark.parametrize("arguments", [[], [""], ["/nowhere/at-all.tar.gz"]])
def test_the_command_says_what_is_missing(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"Name the archive|no archive"):
        call_command("restore", *arguments)
