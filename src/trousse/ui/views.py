"""Pages that belong to no service: errors, texts of the footer."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from trousse.ui.error_pages import error_response, server_error_response
from trousse.ui.error_wordings import STALE_FORM

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 when the request is too large."""
    return error_response(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_response(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return error_response(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429 when a limit of the sign-in library is reached (its own ``handler429``)."""
    return error_response(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return server_error_response(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form refused because it may come from another site."""
    return error_response(request, 403, wording=STALE_FORM)


class OperatorPage(TemplateView):
    """A text of the footer, completed by what the operator declared in the settings."""

    http_method_names = ("get", "head", "options")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            publisher=settings.LEGAL_PUBLISHER,
            director=settings.LEGAL_DIRECTOR,
            host=settings.LEGAL_HOST,
            contact=settings.CONTACT_EMAIL,
            data_protection=settings.DATA_PROTECTION_EMAIL or settings.CONTACT_EMAIL,
            site_url=settings.SITE_URL,
            mail_days=settings.MAIL_RETENTION_DAYS,
            audit_days=settings.AUDIT_RETENTION_DAYS,
            **kwargs,
        )
