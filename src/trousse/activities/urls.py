"""Addresses of activities."""

from django.urls import path

from trousse.activities.views import activities, people, things

app_name = "activities"
urlpatterns = [
    path("", activities.list_activities, name="list"),
    path("nouvelle", activities.create, name="create"),
    path("<str:activity_id>/", activities.detail, name="detail"),
    path("<str:activity_id>/modifier", activities.edit, name="edit"),
    path("<str:activity_id>/etape", activities.next_step, name="step"),
    path("<str:activity_id>/etat", activities.state, name="state"),
    path("<str:activity_id>/supprimer", activities.delete, name="delete"),
    path("<str:activity_id>/choses", things.add, name="add_thing"),
    path("<str:activity_id>/choses/retirer", things.remove, name="remove_thing"),
    path("<str:activity_id>/choses/deplacer", things.move, name="move_thing"),
    path("<str:activity_id>/personnes/", people.people, name="people"),
    path("<str:activity_id>/personnes/role", people.change_role, name="role"),
    path("<str:activity_id>/personnes/retirer", people.remove, name="remove_person"),
    path("<str:activity_id>/personnes/quitter", people.leave, name="leave"),
]
