"""Make the index of things again: after an import, or when something went past the services."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trousse.kit.resources import rebuild_index
from trousse.kit.types import resource_types


class Command(BaseCommand):
    """``manage.py index_things [SERVICE]``."""

    help = "Index again the things of one service, or of all. Services may go on writing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("service", nargs="?", help="slug of a service, such as polls")

    def handle(self, *args: Any, **options: Any) -> None:
        service = options["service"]
        if not resource_types(service):
            raise CommandError(f"No service {service!r} has things to index.")
        done = 0
        for done in rebuild_index(service):
            self.stdout.write(f"{done} indexed")
        self.stdout.write("The index is up to date.")
