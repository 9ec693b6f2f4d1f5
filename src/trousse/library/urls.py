"""Addresses of the library."""

from django.urls import path

from trousse.library.views import keeping, reading

app_name = "library"
urlpatterns = [
    path("", reading.list_services, name="list"),
    path("<slug:slug>/", reading.service, name="service"),
    path("<slug:slug>/epingler", keeping.pin, name="pin"),
    path("<slug:slug>/detacher", keeping.unpin, name="unpin"),
    path("<slug:slug>/deplacer", keeping.move, name="move"),
    path("<slug:slug>/ouvrir", keeping.open_service, name="open"),
]
