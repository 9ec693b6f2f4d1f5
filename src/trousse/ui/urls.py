"""Addresses that belong to no service."""

from django.urls import path
from django.views.i18n import set_language

from trousse.ui import display

app_name = "ui"
urlpatterns = [
    path("reglages/affichage", display.set_color_mode, name="set_color_mode"),
    path("reglages/langue", set_language, name="set_language"),
]
