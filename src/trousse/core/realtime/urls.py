"""Addresses of realtime on page workers; the hub answers them first where it runs."""

from django.urls import path

from trousse.core.realtime import views

app_name = "live"
urlpatterns = [path("poll", views.poll, name="poll")]
