"""The W3C app manifest: what a phone needs to put Trousse on its home screen.

What other rooms offer there (shortcuts, where shared texts go) they add at start-up.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

START = "/?source=app"
BACKGROUND = {"neutral": "#faf9f6", "state": "#ffffff"}
BAR = "#ffffff"
ICONS = (
    ("favicon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
)
"""File, size, kind and purpose. The neutral mark in both themes: the State's own emblem may not
stand for a service (rules of the State's design system)."""

Part = Callable[[], dict[str, Any]]
_parts: list[Part] = []


def add_to_manifest(part: Part) -> None:
    """Add the members that ``part`` returns, in the language that is active; twice counts once."""
    if part not in _parts:
        _parts.append(part)


@require_safe
@cache_control(private=True, max_age=3600)
def web_manifest(_request: HttpRequest) -> HttpResponse:
    """Describe the site to phones that put it on their home screen."""
    manifest: dict[str, Any] = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("The tools everybody needs at school, in one place"),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": START,
        "scope": "/",
        "display": "standalone",
        "background_color": BACKGROUND[settings.THEME],
        "theme_color": BAR,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
    }
    for part in _parts:
        manifest |= part()
    response = JsonResponse(manifest, content_type="application/manifest+json")
    patch_vary_headers(response, ("Cookie",))  # the language is that of the account
    return response
