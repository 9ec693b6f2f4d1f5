"""Make what people are found by again; needed after a bulk import only."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from trousse.directory.search.rebuilding import rebuild_keys, rebuild_words


class Command(BaseCommand):
    """``manage.py rebuild_directory_keys``: 5,000 people a transaction, pages stay served."""

    help = "Make the keys of the people search again, and count the words of names."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done in rebuild_keys(get_user_model().objects.all()):
            if options["verbosity"] > 1:
                self.stdout.write(f"{done} people…")
        words = rebuild_words()
        if options["verbosity"]:
            self.stdout.write(f"{done} people can be searched, by {words} words of names.")
