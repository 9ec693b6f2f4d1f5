"""Addresses of files, under ``/fichiers/``."""

from django.urls import path

from trousse.files import views

app_name = "files"
urlpatterns = [
    path("sur/<slug:ref_type>/<str:thing_id>/", views.files, name="files"),
    path("<str:file_id>/", views.content, name="content"),
    path("<str:file_id>/retirer/", views.remove, name="remove"),
    path("<str:file_id>/decrire/", views.describe_image, name="describe"),
]
