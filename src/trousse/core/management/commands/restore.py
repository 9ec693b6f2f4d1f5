"""``make restore FILE=…``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trousse.core.backup import BackupTrouble
from trousse.core.backup.restoring import restore_backup


class Command(BaseCommand):
    help = "Replace the data of this instance by those of an archive; the replaced are kept."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--force", action="store_true", help="although the instance runs")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["file"] is None or not str(options["file"]).strip("."):
            raise CommandError("Name the archive: make restore FILE=data/backups/NAME.tar.gz")
        try:
            done = restore_backup(options["file"], force=options["force"])
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"Restored the data of {done.made_at}.")
        self.stdout.write(f"What was replaced is kept in: {done.replaced}")
        if not done.key_restored:
            self.stdout.write(
                "No secret key beside the archive: unless SECRET_KEY is the same as then, people "
                "have to sign in again and second factors are lost."
            )
