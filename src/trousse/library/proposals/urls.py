"""Addresses of proposals."""

from django.urls import path

from trousse.library.proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.proposals, name="list"),
    path("nouveau", views.propose, name="create"),
    path("semblables", views.similar, name="similar"),
    path("<str:proposal_id>/", views.detail, name="detail"),
    path("<str:proposal_id>/soutenir", views.support, name="support"),
    path("<str:proposal_id>/ne-plus-soutenir", views.unsupport, name="unsupport"),
    path("<str:proposal_id>/repondre", views.answer, name="answer"),
]
