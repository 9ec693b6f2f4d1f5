"""The page of a thing with its comments, as a service would write it."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from trousse.core.refs import Ref

TEMPLATE = """{% load comments %}<h1>Livret</h1>{% comments ref %}"""


def booklet(request: HttpRequest, name: str) -> HttpResponse:
    page = engines["django"].from_string(TEMPLATE)
    return HttpResponse(page.render({"ref": Ref("booklet", name)}, request))


urlpatterns = [path("livrets/<str:name>/", booklet), path("", include("trousse.config.urls"))]
handler403 = "trousse.ui.views.permission_denied"
handler404 = "trousse.ui.views.page_not_found"
