"""Putting a backup back: everything is checked first, what is replaced is kept aside."""

import shutil
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError

from trousse.core.backup import BackupTrouble
from trousse.core.backup.databases import database_copy
from trousse.core.backup.manifest import NAME, Manifest, check_fits_here, sum_of
from trousse.core.backup.saving import FILES, ONLY_THE_OWNER, key_beside
from trousse.core.clock import now
from trousse.core.running import is_running
from trousse.core.tasks.liveness import living_workers

DAMAGED = "The archive is damaged: {reason}. Nothing was changed."


@dataclass(frozen=True)
class Restoration:
    """What was done. ``replaced``: where the replaced data are, in words."""

    made_at: str
    replaced: str
    key_restored: bool


def restore_backup(archive: Path, *, force: bool = False) -> Restoration:
    """Replace this instance's data by those of ``archive``, then migrate them.

    ``force``: do it although the instance seems to run; it must be restarted afterwards.
    Raises BackupTrouble, with nothing changed, when the archive is damaged, was made by a
    newer version or for another engine, or when the instance runs.
    """
    if not force and instance_runs():
        raise BackupTrouble("Trousse is running on these data: stop it first (or FORCE=1).")
    data_dir = Path(settings.DATA_DIR)
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=".restoring-") as workshop:
        manifest = unpack(archive, Path(workshop))
        check_fits_here(manifest)
        copy = database_copy()
        copy.check(Path(workshop) / copy.member)
        aside = _make_aside(data_dir)
        replaced = copy.restore(Path(workshop) / copy.member, aside)
        _swap_files(Path(workshop) / FILES, aside)
    key_restored = _restore_key(key_beside(archive), aside)
    call_command("migrate", interactive=False, verbosity=0)
    return Restoration(manifest.made_at, replaced, key_restored)


def instance_runs() -> bool:
    """Whether the launcher or a worker uses these data, as far as can be told."""
    if is_running(Path(settings.DATA_DIR)):
        return True
    try:
        return bool(living_workers())
    except DatabaseError:  # no table, no database: nothing runs on it
        return False


def unpack(archive: Path, target: Path) -> Manifest:
    """Extract ``archive`` into ``target``, every sum checked; raise BackupTrouble if one is wrong.

    Members are written one by one under checked names: an archive cannot write elsewhere.
    """
    try:
        with tarfile.open(archive, "r:gz") as tar:
            sums = {member.name: _extract(tar, member, target) for member in tar}
    except FileNotFoundError as error:
        raise BackupTrouble(f"There is no archive at {archive}.") from error
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise BackupTrouble(DAMAGED.format(reason=str(error) or "it ends too early")) from error
    sums.pop(NAME, None)
    manifest_path = target / NAME
    manifest = Manifest.from_json(manifest_path.read_bytes() if manifest_path.exists() else b"")
    if sums != manifest.members:
        raise BackupTrouble(DAMAGED.format(reason="its content is not what its manifest says"))
    return manifest


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> str:
    name = PurePosixPath(member.name)
    if not member.isreg() or name.is_absolute() or ".." in name.parts:
        raise BackupTrouble(DAMAGED.format(reason=f"unexpected member {member.name}"))
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    content = tar.extractfile(member)
    if content is None:
        raise BackupTrouble(DAMAGED.format(reason=f"empty member {member.name}"))
    with path.open("wb") as written:
        return sum_of(content, written)  # type: ignore[arg-type]  # IO[bytes] reads as BinaryIO


def _make_aside(data_dir: Path) -> Path:
    aside = data_dir / "replaced" / f"{now():%Y%m%d_%H%M%S_%f}"
    aside.mkdir(parents=True, exist_ok=False)
    return aside


def _swap_files(restored: Path, aside: Path) -> None:
    present = Path(settings.MEDIA_ROOT)
    if present.exists():
        shutil.move(present, aside / FILES)
    if restored.exists():
        shutil.move(restored, present)


def _restore_key(saved: Path, aside: Path) -> bool:
    if not saved.exists():
        return False
    present = Path(settings.DATA_DIR) / "secret-key"
    if present.exists():
        shutil.move(present, aside / present.name)
    present.touch(mode=ONLY_THE_OWNER)
    present.write_text(saved.read_text())
    return True
