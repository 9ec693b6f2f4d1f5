"""For whom this browser keeps pages: an opaque name, or nobody.

A computer at school has many users: nothing of a person is kept on a device before they said that
the device is theirs, by staying signed in or by turning the setting on.
"""

from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "trousse_offline"
ONE_YEAR = 365 * 24 * 3600
Choice = Literal["on", "off"]


def reader_of(request: HttpRequest) -> str:
    """Return the opaque name of the person for whom this browser keeps pages, or ""."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return ""
    if not request.user.is_authenticated or not keeps_pages(request):
        return ""
    public_id = request.user.public_id
    return salted_hmac("trousse.ui.offline", public_id, algorithm="sha256").hexdigest()[:24]


def keeps_pages(request: HttpRequest) -> bool:
    """Whether this device keeps the pages of whoever is signed in.

    What they chose on this device, else whether they asked to stay signed in.
    """
    chosen = request.COOKIES.get(COOKIE)
    return chosen == "on" or (chosen != "off" and _stays_signed_in(request))


def _stays_signed_in(request: HttpRequest) -> bool:
    # Set by the sign-in page only: 0 when the session ends with the browser.
    return bool(request.session.get("_session_expiry"))


def remember_choice(response: HttpResponse, choice: Choice) -> None:
    """Keep in the browser whether it keeps pages."""
    response.set_cookie(
        COOKIE,
        choice,
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=settings.SECURE_SITE,
        httponly=True,
    )
