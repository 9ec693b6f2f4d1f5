"""What another application shares with the installed Trousse: a text, a title, an address."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trousse.core.text import clean_line, clean_text
from trousse.portal.gestures import gestures_here

LONGEST_TITLE = 120
LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Received:
    """What was shared. ``title``: one line, never empty when anything was shared."""

    title: str
    text: str
    address: str

    @property
    def own_address(self) -> str:
        """Return the path of the address when it is one of this site, else ""."""
        parts = urlsplit(self.address)
        if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
            return ""
        return parts._replace(scheme="", netloc="").geturl()

    def start(self) -> str:
        """Return the query with which the page that makes something is filled in."""
        texts = (self.text, self.address)
        return urlencode({"titre": self.title, "texte": "\n".join(filter(None, texts))})


def read_received(request: HttpRequest) -> Received:
    """Read the parameters of the share target; Android puts addresses into the text."""
    given = {name: request.GET.get(name, "") for name in ("title", "text", "url")}
    text = clean_text(given["text"])[:LONGEST_TEXT].strip()
    address = _web_address(given["url"]) or next(filter(None, map(_web_address, text.split())), "")
    text = text.replace(address, "").strip() if address else text
    first_line = (text.splitlines() or [""])[0]
    title = clean_line(given["title"]) or clean_line(first_line) or address
    return Received(title[:LONGEST_TITLE], "" if text == title else text, address)


def _web_address(word: str) -> str:
    return word.strip() if word.strip().startswith(("https://", "http://")) else ""


@login_required
@require_safe
def receive(request: HttpRequest) -> HttpResponse:
    """Ask what to do with what was shared; signing in on the way loses nothing."""
    received = read_received(request)
    query = received.start()
    gestures = [replace(one, url=f"{one.url}?{query}") for one in gestures_here()]
    context = {"received": received, "gestures": gestures}
    return render(request, "portal/received.html", context)


def manifest_parts() -> dict[str, Any]:
    """Return what the portal adds to the app manifest: shortcuts, and where shares arrive."""
    return {
        "shortcuts": [
            {"name": str(gesture.words), "url": gesture.url} for gesture in gestures_here()
        ],
        "share_target": {
            "action": reverse("portal:receive"),
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",  # Chromium asks for it, even here
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
