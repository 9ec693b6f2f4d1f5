"""Addresses of the page of guests, under ``/invite/``."""

from django.urls import path

from trousse.sharing import guest_views

app_name = "guests"
urlpatterns = [
    path("", guest_views.index, name="index"),
    path("garder/", guest_views.adopt, name="adopt"),
    path("oublier/", guest_views.forget_keys_of, name="forget"),
]
