"""Addresses of the portal."""

from django.urls import path

from trousse.portal import receiving, search_views, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("partager/", receiving.receive, name="receive"),
    path("chercher/", search_views.results, name="search"),
    path("chercher/suggestions", search_views.suggestions, name="suggestions"),
]
