"""``/healthz`` and ``/readyz``, in the form of draft-inadarei-api-health-check."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trousse.core.health.checks import Finding, Status, run_checks

MEDIA_TYPE = "application/health+json"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nothing of the database."""
    return JsonResponse({"status": Status.PASS}, content_type=MEDIA_TYPE)


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The instance can serve: 200 for pass and warn, 503 for fail."""
    found = run_checks()
    statuses = {finding.status for finding in found.values()}
    overall = next(status for status in reversed(Status) if status in statuses)
    return JsonResponse(
        {"status": overall, "checks": {name: [_shown(one)] for name, one in found.items()}},
        status=503 if overall is Status.FAIL else 200,
        content_type=MEDIA_TYPE,
    )


def _shown(finding: Finding) -> dict[str, str]:
    shown = {"status": finding.status.value}
    return shown | {"output": finding.output} if finding.output else shown
