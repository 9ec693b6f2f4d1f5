"""``manage.py load_catalogue``: what apps and files say of services, taken into the library."""

from typing import Any

from django.core.management.base import BaseCommand

from trousse.library.taking import take_all


class Command(BaseCommand):
    """Safe to repeat: only new documents are read, and editors' changes stay."""

    help = "Take new manifests of the catalogue, the apps and SERVICES_DIR into the library."

    def handle(self, *args: Any, **options: Any) -> None:
        taken = take_all()
        if taken and options["verbosity"]:
            self.stdout.write(f"Library: {len(taken)} services loaded or updated.")
