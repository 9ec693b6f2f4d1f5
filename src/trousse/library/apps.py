"""Django application of the library room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LibraryConfig(AppConfig):
    name = "trousse.library"
    label = "library"
    verbose_name = "Library"

    def ready(self) -> None:
        from trousse.library import wiring  # noqa: F401, PLC0415  # registrations
        from trousse.library.data.loading import load_needs  # noqa: PLC0415

        post_migrate.connect(load_needs, sender=self, dispatch_uid="library.load_needs")
