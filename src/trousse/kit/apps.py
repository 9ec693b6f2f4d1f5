"""Django application of the kit room."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "trousse.kit"
    label = "kit"
    verbose_name = "Kit"
