"""Addresses of the operators' page about services, under ``/exploitation/``."""

from django.urls import path

from trousse.kit import client_views
from trousse.kit import operator_views as views

app_name = "providers"
urlpatterns = [
    path("fournisseurs/", views.choose, name="choose"),
    path("connexions/", client_views.clients_page, name="clients"),
    path("connexions/inscrire/", client_views.register, name="register_client"),
    path("connexions/retirer/", client_views.remove, name="remove_client"),
]
