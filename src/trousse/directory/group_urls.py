"""Addresses of groups."""

from django.urls import path

from trousse.directory import group_member_views as members
from trousse.directory import group_views as views
from trousse.directory.group_adding import add

app_name = "groups"
urlpatterns = [
    path("", views.index, name="index"),
    path("nouveau", views.create, name="create"),
    path("<str:group_id>/", views.detail, name="detail"),
    path("<str:group_id>/ajouter", add, name="add"),
    path("<str:group_id>/modifier", views.edit, name="edit"),
    path("<str:group_id>/supprimer", views.delete, name="delete"),
    path("<str:group_id>/entrer", members.join, name="join"),
    path("<str:group_id>/demander", members.ask, name="ask"),
    path("<str:group_id>/retirer-ma-demande", members.withdraw, name="withdraw"),
    path("<str:group_id>/quitter", members.leave, name="leave"),
    path("<str:group_id>/demandes/<str:request_id>", members.answer, name="answer"),
    path("<str:group_id>/membres/<str:person_id>/retirer", members.remove, name="remove"),
    path("<str:group_id>/membres/<str:person_id>/role", members.set_role, name="set_role"),
]
