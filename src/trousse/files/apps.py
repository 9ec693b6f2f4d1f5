"""Django application of the files room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "trousse.files"
    label = "files"
    verbose_name = "Files"

    def ready(self) -> None:
        from trousse.files import wiring  # noqa: F401, PLC0415  # registrations
