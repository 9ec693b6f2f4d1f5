"""Addresses of the support desk, under ``/assistance/``."""

from django.urls import path

from trousse.sharing import support_views as views

app_name = "support"
urlpatterns = [
    path("", views.index, name="index"),
    path("personnes/<str:user_id>/", views.person, name="person"),
    path("choses/<str:ref_type>/<str:ref_id>/", views.thing, name="thing"),
]
