"""Addresses of the directory's pages about people, under ``/annuaire/``."""

from django.urls import path

from trousse.directory import people_views as views

app_name = "directory"
urlpatterns = [
    path("", views.search, name="search"),
    path("ma-fiche/", views.own, name="own"),
    path("personnes/<str:person_id>/", views.person, name="person"),
]
