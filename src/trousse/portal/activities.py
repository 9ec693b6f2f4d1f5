"""Activities among the services: they stand below the kit and cannot register."""

from django.utils.translation import gettext_lazy as _

from trousse.kit.registry import register_service, service_of_app


def offer_activities() -> None:
    """List activities with the services, last."""
    register_service(
        service_of_app(
            "trousse.activities",
            create_url="activities:create",
            list_url="activities:list",
            list_label=_("All my activities"),
        )
    )
