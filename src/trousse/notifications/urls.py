"""Addresses of one's notifications, under ``/notifications/``."""

from django.urls import path

from trousse.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("cloche/", views.bell, name="bell"),
    path("tout-lire/", views.read_all, name="read_all"),
    path("reglages/", views.settings, name="settings"),
    path("desabonnement/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<str:public_id>/", views.open_one, name="open"),
    path("<str:public_id>/lue/", views.read_one, name="read_one"),
]
