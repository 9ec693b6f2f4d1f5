"""Addresses of the directory's pages about people, under ``/annuaire/``."""

from django.urls import path

from trousse.directory import bell_views as bells
from trousse.directory import people_views as views

app_name = "directory"
urlpatterns = [
    path("", views.search, name="search"),
    path("ma-fiche/", views.own, name="own"),
    path("personnes/<str:person_id>/", views.person, name="person"),
    path("etablissements/<str:uai>/horaires/", bells.detail, name="bells"),
    path("etablissements/<str:uai>/horaires/modifier", bells.change, name="change_bells"),
]
