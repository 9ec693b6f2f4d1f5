"""Addresses of comments, under the thing that they are about."""

from django.urls import path

from trousse.comments import views

app_name = "comments"
THING = "<str:ref_type>/<str:ref_id>/"
urlpatterns = [
    path(THING, views.page, name="page"),
    path(f"{THING}personnes", views.people, name="people"),
    path(f"{THING}fils/<str:thread_id>/regler", views.resolve, name="resolve"),
    path(f"{THING}fils/<str:thread_id>/rouvrir", views.reopen, name="reopen"),
    path(f"{THING}<str:comment_id>/", views.edit, name="edit"),
    path(f"{THING}<str:comment_id>/supprimer", views.delete, name="delete"),
    path(f"{THING}<str:comment_id>/masquer", views.hide, name="hide"),
    path(f"{THING}<str:comment_id>/montrer", views.show, name="show"),
]
