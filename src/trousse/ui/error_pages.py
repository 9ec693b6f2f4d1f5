"""The words and the shape of an error: a page for people, JSON for programs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from trousse.core.errors import TrousseError


@dataclass(frozen=True, slots=True)
class Wording:
    """What happened, what is safe, what to do; ``code`` is for programs."""

    code: str
    title: object
    message: object
    advice: object


_NOTHING_LOST = _("Nothing was changed. What you did before is safe.")

WORDINGS: dict[int, Wording] = {
    400: Wording(
        "bad_request",
        _("This request could not be understood"),
        _("Your browser sent something that Trousse cannot read. Nothing was changed."),
        _("Go back, reload the page and try again."),
    ),
    403: Wording(
        "not_allowed",
        _("You may not do this"),
        _("This page or this gesture is not open to you. Nothing was changed."),
        _("If you have an account, sign in with it; else ask the person who sent you the link."),
    ),
    404: Wording(
        "not_found",
        _("This page cannot be found"),
        _("It does not exist, it was deleted, or you may not see it."),
        _("Check the link: was it copied whole? Else ask the person who sent it to you."),
    ),
    405: Wording(
        "method_not_allowed",
        _("This page does not work that way"),
        _("The link or the button you used does not fit this page. Nothing was changed."),
        _("Go back to the page before and use its buttons."),
    ),
    409: Wording(
        "conflict",
        _("This changed in the meantime"),
        _("Somebody, or another of your tabs, changed this while you were on the page."),
        _("Go back, reload the page, check, and try again."),
    ),
    413: Wording(
        "too_large",
        _("This is too large"),
        _("What you sent is larger than what this page accepts. Nothing was changed."),
        _("Shorten the text or choose a smaller file, and try again."),
    ),
    422: Wording(
        "invalid_input",
        _("Something you entered cannot be accepted"),
        _NOTHING_LOST,
        _("Go back, correct it, and try again."),
    ),
    429: Wording(
        "too_many_requests",
        _("Too many attempts"),
        _("To protect everybody, Trousse asks you to wait a moment. Nothing was changed."),
        _("Try again in a few minutes."),
    ),
    500: Wording(
        "server_error",
        _("Trousse made a mistake"),
        _("It is not your fault. What was saved before is safe; the last gesture may not be."),
        _("Try again in a moment. If it happens again, tell us what you were doing."),
    ),
}


def prefers_json(request: HttpRequest) -> bool:
    """Tell whether the client asked for JSON rather than for a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def error_response(
    request: HttpRequest, status: int, *, error: TrousseError | None = None
) -> HttpResponse:
    """Answer ``status`` with its wording, or with the message that ``error`` carries."""
    wording = WORDINGS.get(status, WORDINGS[400])
    message = error.message if error else wording.message
    code = error.code if error else wording.code
    if prefers_json(request):
        field = error.field if error else None
        body = {"error": {"code": code, "message": str(message), "field": field}}
        return JsonResponse(body, status=status)
    context: dict[str, Any] = {
        "status": status,
        "title": wording.title,
        "message": message,
        "advice": wording.advice,
    }
    return render(request, "ui/error.html", context, status=status)
