"""Django application of the polls service."""

from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "trousse.services.polls"
    label = "polls"
    verbose_name = "Polls"

    def ready(self) -> None:
        from trousse.services.polls import wiring  # noqa: F401, PLC0415  # registrations
