"""Every address of Trousse. The only place, with the settings, that names every app."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("sondages/", include("trousse.services.polls.urls")),
    path("bibliotheque/edition/", include("trousse.library.editing.urls")),
    path("bibliotheque/proposer/", include("trousse.library.proposals.urls")),
    path("bibliotheque/", include("trousse.library.urls")),
    path("activites/", include("trousse.activities.urls")),
    path("agenda/", include("trousse.agenda.urls")),
    path("notifications/", include("trousse.notifications.urls")),
    path("fichiers/", include("trousse.files.urls")),
    path("partage/", include("trousse.sharing.urls")),
    path("invite/", include("trousse.sharing.guest_urls")),
    path("live/", include("trousse.core.realtime.urls")),
    path("comptes/", include("trousse.accounts.urls")),
    path("comptes/", include("allauth.urls")),
    path("annuaire/choisir/", include("trousse.directory.picker.urls")),
    path("commentaires/", include("trousse.comments.urls")),
    path("annuaire/", include("trousse.directory.urls")),
    path("", include("trousse.sharing.abuse_urls")),
    path("assistance/", include("trousse.sharing.support_urls")),
    path("exploitation/", include("trousse.directory.operator_urls")),
    path("exploitation/", include("trousse.kit.operator_urls")),
    path("annuaire/groupes/", include("trousse.directory.group_urls")),
    path("annuaire/calendrier/", include("trousse.directory.calendar_urls")),
    path("", include("trousse.identity.urls")),
    path("", include("trousse.kit.urls")),
    path("", include("trousse.ui.urls")),
    path("", include("trousse.core.health.urls")),
    path("", include("trousse.portal.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("trousse.portal.demo_urls")))

handler400 = "trousse.ui.views.bad_request"
handler403 = "trousse.ui.views.permission_denied"
handler404 = "trousse.ui.views.page_not_found"
handler429 = "trousse.ui.views.too_many_requests"  # looked up by allauth, not by Django
handler500 = "trousse.ui.views.server_error"
