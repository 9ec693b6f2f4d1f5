"""Addresses of reports, for everybody, and of their judgement, for operators."""

from django.urls import path

from trousse.sharing import abuse_views as views

app_name = "abuse"
CASE = "exploitation/signalements/<str:ref_type>/<str:ref_id>/"
urlpatterns = [
    path("signaler/<str:ref_type>/<str:ref_id>/", views.report, name="report"),
    path("exploitation/signalements/", views.queue, name="queue"),
    path(CASE, views.case, name="case"),
    path(f"{CASE}classer/", views.dismiss, name="dismiss"),
    path(f"{CASE}retirer/", views.take_down_thing, name="take_down"),
    path(f"{CASE}retablir/", views.restore_thing, name="restore"),
]
