"""``/.well-known/security.txt``: where to report a weakness, as RFC 9116 writes it."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from trousse.core.clock import now

VALID_FOR = timedelta(days=90)
"""The RFC advises less than a year; the page says again and again that somebody reads."""


@require_safe
@cache_control(max_age=24 * 3600, public=True)
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Tell whom to write to; missing as long as the operator named nobody."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    expires = (now() + VALID_FOR).astimezone(UTC).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {expires}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
