"""Addresses of the portal."""

from django.urls import path

from trousse.portal import search_views, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("chercher/", search_views.results, name="search"),
    path("chercher/suggestions", search_views.suggestions, name="suggestions"),
]
