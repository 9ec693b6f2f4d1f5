"""Addresses of the share dialog, under ``/partage/``."""

from django.urls import path

from trousse.sharing import views

app_name = "sharing"
urlpatterns = [
    path("<slug:ref_type>/<slug:thing_id>/", views.share, name="share"),
    path("<slug:ref_type>/<slug:thing_id>/ouvrir/", views.open_to, name="open"),
    path("<slug:ref_type>/<slug:thing_id>/changer/", views.change, name="change"),
    path("<slug:ref_type>/<slug:thing_id>/retirer/", views.remove, name="remove"),
    path("<slug:ref_type>/<slug:thing_id>/quitter/", views.quit_thing, name="quit"),
]
