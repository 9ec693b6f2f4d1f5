"""Django application of the core room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "trousse.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from trousse.core import wiring  # noqa: F401, PLC0415  # registrations
