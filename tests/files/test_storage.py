"""Files lie on the disk or in any storage of Django's: backups, a storage without folders."""

import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.test import Client
from pytest_django import Settings

from tests.files.conftest import PDF, body_of
from trousse.accounts.models import User
from trousse.accounts.queries import subject_of
from trousse.core.backup.saving import save_backup
from trousse.core.refs import Ref
from trousse.files.models import StoredFile, Usage
from trousse.files.operations import remove_file
from trousse.files.personal_data import erase, export, own_files

Add = Callable[..., StoredFile]


class Bucket(Storage):
    """A storage without folders or paths, as S3 is."""

    objects: ClassVar[dict[str, bytes]] = {}

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:  # noqa: ARG002  # Django's signature
        if name not in self.objects:
            raise FileNotFoundError(name)
        return ContentFile(self.objects[name], name)

    def _save(self, name: str, content: File[bytes]) -> str:
        self.objects[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        return name in self.objects

    def delete(self, name: str) -> None:
        self.objects.pop(name, None)


def test_a_bucket_keeps_and_gives_and_forgets(
    settings: Settings, added: Add, teacher: User, as_head: Client, run_tasks: Callable[..., int]
) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.Bucket"}}
    file = added()
    assert list(Bucket.objects.values()) == [PDF]
    part = as_head.get(file.get_absolute_url(), headers={"Range": "bytes=1-3"})
    assert body_of(part) == PDF[1:4]
    remove_file(file, by=teacher)
    run_tasks()
    assert Bucket.objects == {}


def test_a_backup_holds_the_files(added: Add, tmp_path: Path) -> None:
    file = added()
    with tarfile.open(save_backup(tmp_path / "backups")) as archive:
        kept = archive.extractfile(f"files/{file.storage_key}")
        assert kept is not None
        assert kept.read() == PDF


def test_somebody_takes_their_files_away(added: Add, teacher: User) -> None:
    added(name="Plan.pdf")
    assert [row["name"] for row in export(subject_of(teacher))] == ["Plan.pdf"]
    ((name, content),) = [
        (one.name, b"".join(one.read())) for one in own_files(subject_of(teacher))
    ]
    assert (name, content) == ("Plan.pdf", PDF)


def test_the_files_of_somebody_erased_stay_without_name(
    added: Add, leaflet: Ref, teacher: User
) -> None:
    file = added()
    erase(subject_of(teacher))
    file.refresh_from_db()
    assert file.user is None
    assert [row.holder for row in Usage.objects.all()] == [str(leaflet)]


@pytest.mark.parametrize("times", [1, 2])
def test_removing_a_nameless_file_gives_its_room_back(
    added: Add, leaflet: Ref, teacher: User, times: int
) -> None:
    file = added()
    erase(subject_of(teacher))
    for _ in range(times):
        remove_file(file, by=None)
    assert Usage.objects.get(holder=str(leaflet)).used == 0
