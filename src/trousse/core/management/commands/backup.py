"""``make backup``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trousse.core.backup import BackupTrouble
from trousse.core.backup.saving import key_beside, save_backup


class Command(BaseCommand):
    help = "Save the database and the files of this instance, in use or not, in one archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="directory (default: DATA_DIR/backups)")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            archive = save_backup(options["to"])
        except (BackupTrouble, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{archive} ({archive.stat().st_size / 1e6:.1f} MB)")
        if key_beside(archive).exists():
            self.stdout.write(f"{key_beside(archive)}: keep it apart from the archive")
