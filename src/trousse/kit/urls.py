"""Addresses of the kit: what makers of a service read, what operators look after."""

from django.urls import path

from trousse.kit import manifest_views

app_name = "kit"
urlpatterns = [
    path("kit/manifest-v1.schema.json", manifest_views.schema, name="schema"),
    path("exploitation/manifestes/", manifest_views.manifests, name="manifests"),
]
