"""Django application of the ui room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "trousse.ui"
    label = "ui"
    verbose_name = "Interface"
