"""Django application of the sharing room."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "trousse.sharing"
    label = "sharing"
    verbose_name = "Sharing"

    def ready(self) -> None:
        from trousse.sharing import wiring  # noqa: F401, PLC0415  # registrations
