"""What an archive says about itself, so that a restoration knows before it touches anything."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from trousse import __version__
from trousse.core.backup import BackupTrouble
from trousse.core.clock import now

FORMAT = 1
NAME = "manifest.json"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """``members``: SHA-256 by path in the archive; ``migrations``: applied ones, ``app.name``."""

    format: int
    made_at: str
    trousse: str
    engine: str
    migrations: tuple[str, ...]
    members: Mapping[str, str]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        """Read a manifest; raise BackupTrouble when it is not one of ours."""
        try:
            found = json.loads(text)
            if found["format"] != FORMAT:
                raise BackupTrouble(f"The archive has format {found['format']}, not {FORMAT}.")
            return cls(**{**found, "migrations": tuple(found["migrations"])})
        except (ValueError, KeyError, TypeError) as error:
            raise BackupTrouble("The archive has no readable manifest: it is damaged.") from error


def describe(members: Mapping[str, str]) -> Manifest:
    """Describe the present instance, whose saved files have these sums."""
    applied = sorted(f"{app}.{name}" for app, name in _loader().applied_migrations)
    return Manifest(
        format=FORMAT,
        made_at=now().isoformat(timespec="seconds"),
        trousse=__version__,
        engine=connection.vendor,
        migrations=tuple(applied),
        members=members,
    )


def check_fits_here(manifest: Manifest) -> None:
    """Raise BackupTrouble when this code cannot use what the archive holds."""
    if manifest.engine != connection.vendor:
        raise BackupTrouble(
            f"The archive is of a {manifest.engine} database and this instance uses "
            f"{connection.vendor}: set DATABASE_URL accordingly."
        )
    known = {f"{app}.{name}" for app, name in _loader().disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupTrouble(
            f"The archive was made by a newer Trousse ({manifest.trousse}): this one does not "
            f"know {unknown[-1]}. Update Trousse first."
        )


def sum_of(stream: BinaryIO, copy: BinaryIO | None = None) -> str:
    """Return the SHA-256 of what is left in ``stream``, written to ``copy`` on the way."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest()


def sum_of_file(path: Path) -> str:
    with path.open("rb") as stream:
        return sum_of(stream)


def _loader() -> MigrationLoader:
    return MigrationLoader(connection)
