"""Django application of the comments room."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "trousse.comments"
    label = "comments"
    verbose_name = "Comments"

    def ready(self) -> None:
        from trousse.comments import wiring  # noqa: F401, PLC0415  # registrations
