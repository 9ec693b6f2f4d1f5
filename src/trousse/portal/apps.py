"""Django application of the portal room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "trousse.portal"
    label = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from trousse.portal.activities import offer_activities  # noqa: PLC0415
        from trousse.portal.wiring import fill_layout  # noqa: PLC0415

        fill_layout()
        offer_activities()
