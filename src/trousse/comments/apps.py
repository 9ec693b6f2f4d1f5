"""Django application of the comments room."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "trousse.comments"
    label = "comments"
    verbose_name = "Comments"
