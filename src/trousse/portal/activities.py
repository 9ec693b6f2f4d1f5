"""Activities among the gestures of the home page: they stand below the kit and cannot register."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from trousse.activities.queries import own_activities
from trousse.kit.registry import Resource, register_service, service_of_app

if TYPE_CHECKING:
    from trousse.accounts.models import User


def recent_activities(user: "User", limit: int) -> list[Resource]:
    """Return the last activities of ``user``."""
    return [
        Resource(
            ref=activity.ref,
            title=activity.title,
            url=activity.get_absolute_url(),
            state=activity.get_state_display(),
            changed_at=activity.changed_at,
        )
        for activity in own_activities(user)[:limit]
    ]


def offer_activities() -> None:
    """List activities with the services, last."""
    register_service(
        service_of_app(
            "trousse.activities",
            create_url="activities:create",
            list_url="activities:list",
            list_label=_("All my activities"),
            recents=recent_activities,
        )
    )
