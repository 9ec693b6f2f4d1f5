"""Addresses of the library."""

from django.urls import path

from trousse.library.views import giving, keeping, reading

app_name = "library"
urlpatterns = [
    path("", reading.list_services, name="list"),
    path("services.json", giving.gaufre, name="gaufre"),
    path("mes-services", keeping.own_services, name="own"),
    path("besoin/<slug:need>/", reading.list_services, name="need"),
    path("<slug:slug>/", reading.service, name="service"),
    path("<slug:slug>/publiccode.yml", giving.publiccode, name="publiccode"),
    path("<slug:slug>/icone.svg", giving.icon, name="icon"),
    path("<slug:slug>/epingler", keeping.pin, name="pin"),
    path("<slug:slug>/detacher", keeping.unpin, name="unpin"),
    path("<slug:slug>/deplacer", keeping.move, name="move"),
    path("<slug:slug>/ouvrir", keeping.open_service, name="open"),
]
