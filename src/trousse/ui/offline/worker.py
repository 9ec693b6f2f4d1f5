"""``/sw.js``: the built worker after one line of what only this instance knows."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from csp.decorators import csp
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trousse.ui.offline.pages import pages_always_kept
from trousse.ui.offline.words import words

RETIRED = (
    'addEventListener("install",()=>skipWaiting());'
    'addEventListener("activate",(event)=>event.waitUntil(registration.unregister()))'
)
"""Served while nothing is built: a worker that takes leave."""

SHELL = ("main.js", "offline.js", "favicon.svg", "icon-192.png")


@require_safe
@never_cache
@csp({"default-src": ["'none'"], "connect-src": ["'self'"]})
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Send the worker; browsers ask at each visit and take it up when one byte differs."""
    script = _built_worker()
    body = f"self.trousse={_config(script)};\n{script}" if script else RETIRED
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@lru_cache(maxsize=1)
def _built_worker() -> str:
    collected = Path(settings.STATIC_ROOT) / "sw.js"
    found = collected if collected.is_file() else finders.find("sw.js")
    return Path(str(found)).read_text() if found else ""


@lru_cache(maxsize=1)
def _config(script: str) -> str:
    known = {
        "shell": [static(name) for name in (*SHELL, f"theme-{settings.THEME}.css")],
        "pages": _by_language("ui:offline_page"),
        "wordsAt": _by_language("ui:offline_words"),
        "words": _words_by_language(),
        "always": pages_always_kept(),
        "csrfCookie": settings.CSRF_COOKIE_NAME,
    }
    version = hashlib.sha256((json.dumps(known) + script).encode()).hexdigest()[:12]
    return json.dumps({"version": version, **known}, ensure_ascii=False)


def _by_language(view_name: str) -> dict[str, str]:
    return {code: reverse(view_name, args=[code]) for code, _name in settings.LANGUAGES}


def _words_by_language() -> dict[str, dict[str, str]]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = words()
    return found
