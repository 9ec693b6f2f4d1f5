"""Addresses of the operators' pages about people, under ``/exploitation/``."""

from django.urls import path

from trousse.directory import operator_posts
from trousse.directory import operator_views as views

app_name = "operator"
urlpatterns = [
    path("", views.index, name="index"),
    path("mandats/", views.offices, name="offices"),
    path("mandats/retirer/", views.withdraw, name="withdraw_office"),
    path("comptes/", views.find_account, name="accounts"),
    path("comptes/nouveau/", views.new_account, name="new_account"),
    path("comptes/<str:user_id>/", views.account, name="account"),
    path("comptes/<str:user_id>/suspendre/", views.suspend, name="suspend"),
    path("comptes/<str:user_id>/rouvrir/", views.reactivate, name="reactivate"),
    path("comptes/<str:user_id>/postes/", operator_posts.posts, name="posts"),
    path("comptes/<str:user_id>/postes/terminer/", operator_posts.end, name="end_post"),
]
