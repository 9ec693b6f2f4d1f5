"""Addresses that exist in demo mode only."""

from django.urls import path

from trousse.portal import demo_views

app_name = "demo"
urlpatterns = [
    path("", demo_views.people, name="people"),
    path("courriels", demo_views.letters, name="letters"),
    path("courriels/<str:letter_id>", demo_views.letter, name="letter"),
    path("courriels/<str:letter_id>/invitation.ics", demo_views.invitation, name="invitation"),
]
