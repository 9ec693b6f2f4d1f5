"""Pages that belong to no service: errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a refused form."""
    return render(request, "ui/error.html", {"status": 403}, status=403)
