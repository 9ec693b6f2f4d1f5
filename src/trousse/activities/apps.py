"""Django application of the activities room."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "trousse.activities"
    label = "activities"
    verbose_name = "Activities"

    def ready(self) -> None:
        from trousse.activities import wiring  # noqa: F401, PLC0415  # registrations
