"""What the worker must know of each page: for whom it was made, whether it may be kept."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

from trousse.core.errors import TrousseError
from trousse.ui.error_pages import error_response
from trousse.ui.offline.pages import may_be_kept
from trousse.ui.offline.readers import reader_of

NOBODY = "nobody"


class OtherReader(TrousseError):
    """An answer kept on the device belongs to somebody who is not signed in any more."""

    status = 401
    code = "other_reader"
    default_message = _("Sign in again: this was written by somebody else, or before signing out.")


class OfflineReading(MiddlewareMixin):
    """Writes ``Trousse-Reader`` and ``Trousse-Keep`` on pages; refuses what is sent for others."""

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        expected = request.headers.get("Trousse-Expected-Reader")
        if expected is None or expected == reader_of(request):
            return None
        return error_response(request, OtherReader.status, error=OtherReader())

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        reader = reader_of(request)
        response["Trousse-Reader"] = reader or NOBODY
        is_visitor = not reader and _is_signed_out(request)
        may_keep = (reader or is_visitor) and response.status_code == HTTPStatus.OK
        if may_keep and may_be_kept(request, by_visitor=is_visitor):
            response["Trousse-Keep"] = "1"
        return response


def _is_signed_out(request: HttpRequest) -> bool:
    """Whether nobody is signed in; the session is not read for a browser that has none."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return True
    return hasattr(request, "user") and not request.user.is_authenticated
