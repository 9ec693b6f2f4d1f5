"""Django application of the notifications room."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "trousse.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from trousse.notifications import wiring  # noqa: F401, PLC0415  # registrations
