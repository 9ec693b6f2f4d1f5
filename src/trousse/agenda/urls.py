"""Addresses of the agenda."""

from django.urls import path

from trousse.agenda.views import events, feeds

app_name = "agenda"
urlpatterns = [
    path("", events.agenda, name="agenda"),
    path("abonnement/", feeds.subscription, name="subscription"),
    path("abonnement/renouveler", feeds.renew, name="renew"),
    path("abonnement/arreter", feeds.close, name="close"),
    path("occupe/importer", feeds.bring, name="import"),
    path("occupe/supprimer", feeds.drop, name="drop"),
    path("flux/<str:token>.ics", feeds.feed, name="feed"),
    path("<str:event_id>/", events.event, name="event"),
    path("<str:event_id>/reponse", events.answer, name="answer"),
    path("<str:event_id>/agenda.ics", events.calendar, name="calendar"),
]
