"""Django application of the kit room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KitConfig(AppConfig):
    name = "trousse.kit"
    label = "kit"
    verbose_name = "Kit"

    def ready(self) -> None:
        from trousse.kit import wiring  # noqa: F401, PLC0415  # registrations
        from trousse.kit.keeping import ask_for_first_index  # noqa: PLC0415  # its models

        post_migrate.connect(ask_for_first_index, sender=self, dispatch_uid="kit.first_index")
