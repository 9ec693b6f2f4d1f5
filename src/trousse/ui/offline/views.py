"""The page shown without network, its words, and the setting that turns reading offline on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from trousse.core.errors import NotFound
from trousse.ui.display import same_site_path
from trousse.ui.offline.pages import pages_always_kept
from trousse.ui.offline.readers import remember_choice
from trousse.ui.offline.words import words

WORDS_AGE = 3600


@require_safe
def offline_page(request: HttpRequest, language: str) -> HttpResponse:
    """Say that there is no network; the worker adds what can be read."""
    with override(_known(language)):
        return render(request, "ui/offline.html")


@require_safe
def offline_words(request: HttpRequest, language: str) -> HttpResponse:
    """Return what pages need to keep and send answers, in one language."""
    with override(_known(language)):
        found = {"words": words(), "always": pages_always_kept()}
    response = JsonResponse({**found, "csrfCookie": settings.CSRF_COOKIE_NAME})
    patch_cache_control(response, public=True, max_age=WORDS_AGE)
    return response


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Turn reading offline on or off on this device; an unknown choice changes nothing."""
    response = HttpResponseRedirect(same_site_path(request, request.POST.get("next")))
    choice = request.POST.get("offline")
    if choice in {"on", "off"}:
        remember_choice(response, "on" if choice == "on" else "off")
    return response


def _known(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise NotFound
    return language
