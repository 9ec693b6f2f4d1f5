"""Django application of the agenda room."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "trousse.agenda"
    label = "agenda"
    verbose_name = "Agenda"

    def ready(self) -> None:
        from trousse.agenda import wiring  # noqa: F401, PLC0415  # registrations
