"""The answer to an error: a page for people, JSON for programs."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation

from trousse.core.disk import is_disk_full
from trousse.core.errors import TrousseError
from trousse.core.logs.context import request_id
from trousse.ui.display import color_mode
from trousse.ui.error_wordings import NO_LONGER_SHARED, WORDINGS, Wording

ENDED_PARAMETER = "fin"
"""Set by a page that hears that its thing is no longer shared (``frontend/shared/live.ts``).

The words depend on the address alone: a thing that never existed gets the same ones.
"""


def prefers_json(request: HttpRequest) -> bool:
    """Tell whether the client asked for JSON rather than for a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def error_response(
    request: HttpRequest,
    status: int,
    *,
    error: TrousseError | None = None,
    wording: Wording | None = None,
) -> HttpResponse:
    """Answer ``status`` with ``wording`` (default: the status's own) or ``error``'s message."""
    words = wording or WORDINGS.get(status, WORDINGS[400])
    if status == HTTPStatus.NOT_FOUND and request.GET.get(ENDED_PARAMETER):
        words, error = NO_LONGER_SHARED, None
    message = error.message if error else words.message
    if prefers_json(request):
        code, field = (error.code, error.field) if error else (words.code, None)
        return _as_json(status, code, str(message), field)
    context = {
        "status": status,
        "title": words.title,
        "message": message,
        "advice": words.advice,
    }
    return render(request, "ui/error.html", context, status=status)


def server_error_response(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 507 when the disk is full.

    Without the database, the session or anything else that may be what broke.
    """
    full = is_disk_full(sys.exception())
    status = HTTPStatus.INSUFFICIENT_STORAGE if full else HTTPStatus.INTERNAL_SERVER_ERROR
    with translation.override(translation.get_language_from_request(request)):
        words = WORDINGS[status]
        if prefers_json(request):
            return _as_json(status, words.code, str(words.message), None)
        context = {
            "words": words,
            "status": status.value,
            "language": translation.get_language(),
            "color_mode": color_mode(request),
            "site_name": settings.SITE_NAME,
            "stylesheet": _stylesheet(),
            "contact": settings.CONTACT_EMAIL,
            "reference": request_id(),
        }
        return HttpResponse(render_to_string("ui/error_500.html", context), status=status)


def _as_json(status: int, code: str, message: str, field: str | None) -> JsonResponse:
    body = {"error": {"code": code, "message": message, "field": field}}
    return JsonResponse(body, status=status)


def _stylesheet() -> str:
    """Return the theme's address, or nothing when static files were never collected."""
    try:
        return static(f"theme-{settings.THEME}.css")
    except ValueError:
        return ""
