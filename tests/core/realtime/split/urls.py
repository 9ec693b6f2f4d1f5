"""Pages that write: they print leaflets, and sign a reader in and out."""

from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from tests.core.realtime import leaflets


@csrf_exempt
def print_leaflet(request: HttpRequest, name: str) -> JsonResponse:
    return JsonResponse({"numbers": leaflets.print_leaflets(name)})


def sign_in(request: HttpRequest) -> JsonResponse:
    user, _ = get_user_model().objects.get_or_create(email=leaflets.READER)
    login(request, user)
    return JsonResponse({})


def sign_out(request: HttpRequest) -> JsonResponse:
    logout(request)
    return JsonResponse({})


urlpatterns = [
    path("print/<slug:name>", print_leaflet),
    path("in", sign_in),
    path("out", sign_out),
    path("live/", include("trousse.core.realtime.urls")),
]
