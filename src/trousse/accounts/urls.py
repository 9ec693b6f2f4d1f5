"""Addresses of one's own account, under ``/comptes/`` and before the library's."""

from django.urls import path

from trousse.accounts import own_data, views

app_name = "accounts"
urlpatterns = [
    path("", views.index, name="index"),
    path("langue/", views.language, name="language"),
    path("mes-donnees/", own_data.index, name="own_data"),
    path("mes-donnees/telecharger/", own_data.download, name="download_data"),
    path("mes-donnees/effacer/", own_data.erase, name="erase_data"),
    path("mes-donnees/au-revoir/", own_data.farewell, name="farewell"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/fermer/", views.end_one_session, name="end_session"),
    path("sessions/fermer-tout/", views.end_all_sessions, name="end_all_sessions"),
]
