"""Django application of the directory room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "trousse.directory"
    label = "directory"
    verbose_name = "Directory"
