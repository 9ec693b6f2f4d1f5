"""Django application of the directory room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "trousse.directory"
    label = "directory"
    verbose_name = "Directory"

    def ready(self) -> None:
        from trousse.directory import wiring  # noqa: F401, PLC0415  # registrations
