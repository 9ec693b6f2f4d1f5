"""Light or dark: read from a cookie by the server, so that a page never flashes."""

from typing import Literal, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

ColorMode = Literal["system", "light", "dark"]
COLOR_MODES: tuple[ColorMode, ...] = get_args(ColorMode)
COOKIE = "trousse_theme"
ONE_YEAR = 365 * 24 * 3600


def color_mode(request: HttpRequest) -> ColorMode:
    """Return what this browser chose, or ``system``."""
    chosen = request.COOKIES.get(COOKIE)
    return next((mode for mode in COLOR_MODES if mode == chosen), "system")


def same_site_path(request: HttpRequest, path: str | None) -> str:
    """Return ``path`` when it stays on this site, else the home page."""
    safe = url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return path if path and safe else "/"


@require_POST
def set_color_mode(request: HttpRequest) -> HttpResponse:
    """Keep the chosen colours and go back; an unknown choice changes nothing."""
    response = HttpResponseRedirect(same_site_path(request, request.POST.get("next")))
    chosen = request.POST.get("theme")
    if chosen in COLOR_MODES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=settings.SECURE_SITE,
            httponly=True,
        )
    return response
