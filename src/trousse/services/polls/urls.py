"""Addresses of polls."""

from django.urls import path

from trousse.services.polls.views import answering, creation, keeping, managing, own

app_name = "polls"
urlpatterns = [
    path("", creation.list_polls, name="list"),
    path("nouveau", creation.create, name="create"),
    path("mes-reponses/", own.list_answers, name="answers"),
    path("<str:poll_id>/", answering.detail, name="detail"),
    path("<str:poll_id>/resultats", answering.results, name="results"),
    path("<str:poll_id>/retirer", answering.withdraw, name="withdraw"),
    path("<str:poll_id>/modifier", creation.edit, name="edit"),
    path("<str:poll_id>/clore", managing.close, name="close"),
    path("<str:poll_id>/decider", managing.decide, name="decide"),
    path("<str:poll_id>/relancer", managing.remind, name="remind"),
    path("<str:poll_id>/rouvrir", managing.reopen, name="reopen"),
    path("<str:poll_id>/supprimer", managing.delete, name="delete"),
    path("<str:poll_id>/garder", keeping.keep, name="keep"),
    path("<str:poll_id>/export.<str:form>", keeping.export, name="export"),
    path("<str:poll_id>/agenda.ics", managing.calendar, name="calendar"),
]
