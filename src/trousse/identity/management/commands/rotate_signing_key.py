"""Change the key that signs identity tokens, without signing anybody out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trousse.identity.keys import rotate_key


class Command(BaseCommand):
    """``manage.py rotate_signing_key``: once a year, or at once when a key leaked."""

    help = "Make a new signing key: it signs in an hour, former keys are published a day longer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at-once", action="store_true", help="the former key leaked")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"New key {rotate_key(at_once=options['at_once'])}")
