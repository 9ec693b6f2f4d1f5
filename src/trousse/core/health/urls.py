"""Addresses for supervisors."""

from django.urls import path

from trousse.core.health import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
