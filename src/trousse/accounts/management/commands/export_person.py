"""Gives an operator what is kept about somebody whose address they checked."""

from argparse import ArgumentParser
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trousse.accounts.queries import subject_at
from trousse.core import audit
from trousse.core.personal_data.exporting import build_archive
from trousse.core.refs import Ref


class Command(BaseCommand):
    """``manage.py export_person EMAIL ARCHIVE``."""

    help = "Write an archive of what is kept about the person of that address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="an address that you know to be theirs")
        parser.add_argument("archive", type=Path, help="where to write the .zip; must not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["archive"]
        subject = subject_at(options["email"])
        try:
            path.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        with build_archive(subject) as archive, path.open("wb") as target:
            copyfileobj(archive, target)
        if subject.user is not None:
            audit.record("accounts:data:export", subject=Ref("user", subject.user.public_id))
        self.stdout.write(f"Written: {path}")
