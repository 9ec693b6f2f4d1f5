"""What every template knows about the instance."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Name, theme and mode of the instance."""
    return {"SITE_NAME": settings.SITE_NAME, "THEME": settings.THEME, "DEMO": settings.DEMO}
