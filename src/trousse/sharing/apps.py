"""Django application of the sharing room."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "trousse.sharing"
    label = "sharing"
    verbose_name = "Sharing"
