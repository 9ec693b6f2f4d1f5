"""Django application of the portal room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "trousse.portal"
    label = "portal"
    verbose_name = "Portal"
