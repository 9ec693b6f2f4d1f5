"""Making a backup: database first, then files, so that no row lacks its file."""

import io
import os
import shutil
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings

from trousse.core.backup.databases import database_copy
from trousse.core.backup.manifest import NAME, describe, sum_of_file
from trousse.core.clock import now

FILES = "files"
ONLY_THE_OWNER = 0o600


def save_backup(directory: Path | None = None) -> Path:
    """Write an archive of this instance, in use or not, and return its path.

    The archive appears under its name only when it is complete. A secret key that is kept in
    the data directory is copied beside it, not into it: who can read the archive cannot forge
    sessions. Raises BackupTrouble when the database cannot be read.
    """
    directory = directory or Path(settings.DATA_DIR) / "backups"
    directory.mkdir(parents=True, exist_ok=True)
    archive = directory / f"trousse-{now():%Y%m%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory(dir=directory, prefix=".making-") as workshop:
        unfinished = _fill(Path(workshop))
        unfinished.chmod(ONLY_THE_OWNER)
        unfinished.replace(archive)
    _copy_secret_key(key_beside(archive))
    return archive


def key_beside(archive: Path) -> Path:
    """Return where the secret key that goes with ``archive`` is kept."""
    return archive.with_name(archive.name.removesuffix(".tar.gz") + ".secret-key")


def _fill(workshop: Path) -> Path:
    copy = database_copy()
    saved = workshop / copy.member
    copy.save(saved)
    sums = {copy.member: sum_of_file(saved)}
    unfinished = workshop / "unfinished.tar.gz"
    with tarfile.open(unfinished, "w:gz", compresslevel=6) as tar:
        tar.add(saved, copy.member)
        for path in _files():
            member = f"{FILES}/{path.relative_to(settings.MEDIA_ROOT)}"
            kept = workshop / "one-file"
            try:
                shutil.copyfile(path, kept)  # what is summed is what is archived
            except FileNotFoundError:
                continue  # removed since the list was made
            sums[member] = sum_of_file(kept)
            tar.add(kept, member)
        _add_manifest(tar, describe(sums).to_json().encode())
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    return unfinished


def _files() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else []


def _add_manifest(tar: tarfile.TarFile, content: bytes) -> None:
    member = tarfile.TarInfo(NAME)
    member.size = len(content)
    member.mode = ONLY_THE_OWNER
    tar.addfile(member, io.BytesIO(content))


def _copy_secret_key(target: Path) -> None:
    source = Path(settings.DATA_DIR) / "secret-key"
    if source.exists():
        target.touch(mode=ONLY_THE_OWNER)
        target.write_text(source.read_text())
