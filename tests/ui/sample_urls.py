"""Addresses that fail on purpose, for the tests of the error edge."""

import json

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from trousse.accounts.models import User
from trousse.config.urls import handler400, handler403, handler404, handler500
from trousse.core import errors

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fail(request: HttpRequest, name: str) -> HttpResponse:
    raise getattr(errors, name)


def fail_in_words(request: HttpRequest) -> HttpResponse:
    raise errors.Conflict("The poll <b>closed</b>.", field="title")


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def crash(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@require_POST
def store(request: HttpRequest) -> HttpResponse:
    User.objects.create_user(request.POST["email"], first_name=request.POST["name"])
    return HttpResponse("stored")


def store_json(request: HttpRequest) -> HttpResponse:
    sent = json.loads(request.body)
    User.objects.create_user(sent["email"], first_name=sent["name"])
    return HttpResponse("stored")


urlpatterns = [
    path("store-json", store_json),
    path("fail/<str:name>", fail),
    path("words", fail_in_words),
    path("forbidden", forbid),
    path("crash", crash),
    path("store", store),
    path("", include("trousse.config.urls")),
]
