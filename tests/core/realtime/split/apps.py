"""Registers the leaflets at start-up, as apps do."""

from django.apps import AppConfig


class LeafletsConfig(AppConfig):
    name = "tests.core.realtime.split"
    label = "leaflets"

    def ready(self) -> None:
        from tests.core.realtime import leaflets  # noqa: PLC0415  # models are ready only now

        leaflets.register()
