"""Every address of Trousse. The only place, with the settings, that names every app."""

from django.urls import include, path

urlpatterns = [
    path("sondages/", include("trousse.services.polls.urls")),
    path("comptes/", include("allauth.urls")),
    path("", include("trousse.portal.urls")),
]
