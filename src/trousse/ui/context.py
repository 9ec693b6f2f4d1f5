"""What every template knows about the instance."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from trousse.ui.display import color_mode
from trousse.ui.offline.readers import reader_of


def site(request: HttpRequest) -> dict[str, Any]:
    """Name, theme and mode of the instance, and the colours this person chose."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "THEME": settings.THEME,
        "DEMO": settings.DEMO,
        "STATE_ENTITY": settings.STATE_ENTITY,
        "ACCESSIBILITY": settings.ACCESSIBILITY,
        "color_mode": color_mode(request),
        "offline_reader": reader_of(request),
    }
