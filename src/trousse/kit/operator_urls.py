"""Addresses of the operators' page about services, under ``/exploitation/``."""

from django.urls import path

from trousse.kit import operator_views as views

app_name = "providers"
urlpatterns = [path("fournisseurs/", views.choose, name="choose")]
