"""Django application of the identity room."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "trousse.identity"
    label = "identity"
    verbose_name = "Identity"

    def ready(self) -> None:
        from trousse.identity import wiring  # noqa: F401, PLC0415  # registrations
