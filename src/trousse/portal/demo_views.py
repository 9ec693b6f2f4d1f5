"""Pages of demo instances: become somebody, see the mails that would have left."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from trousse.accounts.operations import become_demo_person
from trousse.accounts.queries import demo_people
from trousse.core.errors import NotFound
from trousse.core.mail.queries import QueuedLetter, letter_for_demo, recent_letters
from trousse.directory.queries import offices_in_words

SHOWN_LETTERS = 100
View: TypeAlias = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Hide ``view`` outside demo mode, should its address ever be mounted there by mistake."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise NotFound
        return view(request, *args, **kwargs)

    return guarded


@demo_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """List the demo people; become the one whose button is pressed."""
    if request.method == "POST":
        become_demo_person(request, request.POST.get("person", ""))
        return redirect("portal:home")
    offices = offices_in_words()
    shown = [{**asdict(one), "office": offices.get(one.public_id, "")} for one in demo_people()]
    context = {"people": shown, "known": [one for one in shown if one["password"]]}
    return render(request, "portal/demo_people.html", context)


@demo_only
@never_cache
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """List the mails, newest first."""
    return render(request, "portal/demo_letters.html", {"letters": recent_letters(SHOWN_LETTERS)})


@demo_only
@never_cache
@require_safe
def letter(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Show one mail: its text, and the source of its HTML, never interpreted."""
    return render(request, "portal/demo_letter.html", {"letter": _letter(letter_id)})


@demo_only
@never_cache
@require_safe
def invitation(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Download the calendar part of a mail."""
    found = _letter(letter_id)
    if found.calendar is None:
        raise NotFound
    kind = f"text/calendar; charset=utf-8; method={found.calendar_method}"
    headers = {"Content-Disposition": 'attachment; filename="invitation.ics"'}
    return HttpResponse(found.calendar, content_type=kind, headers=headers)


def _letter(letter_id: str) -> QueuedLetter:
    found = letter_for_demo(letter_id)
    if found is None:
        raise NotFound
    return found
