"""Addresses of the editors' pages."""

from django.urls import path

from trousse.library.announcements import views as announcements
from trousse.library.editing import bringing_views, image_views, views

app_name = "editing"
SERVICE = "services/<slug:slug>/"
urlpatterns = [
    path("", views.entries, name="list"),
    path("ajouter", bringing_views.bring, name="bring"),
    path("adresse", bringing_views.from_address, name="from_address"),
    path("images/<str:file_id>", image_views.image, name="image"),
    path("fichier", bringing_views.from_file, name="from_file"),
    path("gaufre", bringing_views.from_gaufre, name="from_gaufre"),
    path("nouveau", views.create, name="create"),
    path("liens", views.links, name="links"),
    path("annonces/", announcements.announcements, name="announcements"),
    path("annonces/nouvelle", announcements.announce, name="announce"),
    path("annonces/<str:announcement_id>/", announcements.announcement, name="announcement"),
    path("annonces/<str:announcement_id>/terminer", announcements.end, name="end_announcement"),
    path(SERVICE, views.entry, name="entry"),
    path(f"{SERVICE}modifier", views.edit, name="edit"),
    path(f"{SERVICE}apercu", views.preview, name="preview"),
    path(f"{SERVICE}publier", views.publish_now, name="publish"),
    path(f"{SERVICE}programmer", views.schedule, name="schedule"),
    path(f"{SERVICE}deprogrammer", views.unschedule, name="unschedule"),
    path(f"{SERVICE}historique", views.history, name="history"),
    path(f"{SERVICE}restaurer", views.restore, name="restore"),
    path(f"{SERVICE}images", image_views.images, name="images"),
    path(f"{SERVICE}images/<str:file_id>/decrire", image_views.describe, name="describe_image"),
    path(f"{SERVICE}images/<str:file_id>/deplacer", image_views.move, name="move_image"),
    path(f"{SERVICE}images/<str:file_id>/retirer", image_views.remove, name="remove_image"),
]
