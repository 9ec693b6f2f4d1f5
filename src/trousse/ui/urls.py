"""Addresses that belong to no service."""

from django.urls import path

from trousse.ui import components, display, security_contact, views, web_app
from trousse.ui.offline import views as offline
from trousse.ui.offline.worker import service_worker

app_name = "ui"
urlpatterns = [
    path("reglages/affichage", display.set_color_mode, name="set_color_mode"),
    path("manifest.webmanifest", web_app.web_manifest, name="web_manifest"),
    path("sw.js", service_worker, name="service_worker"),
    path("hors-ligne/reglage", offline.choose, name="offline_choice"),
    path("hors-ligne/<str:language>/", offline.offline_page, name="offline_page"),
    path("hors-ligne/<str:language>/mots", offline.offline_words, name="offline_words"),
    path(".well-known/security.txt", security_contact.security_txt, name="security_txt"),
    path("composants/", components.components, name="components"),
    *(
        path(
            f"{address}/",
            views.OperatorPage.as_view(template_name=f"ui/operator/{name}.html"),
            name=name,
        )
        for address, name in (
            ("accessibilite", "accessibility"),
            ("mentions-legales", "legal"),
            ("donnees-personnelles", "privacy"),
            ("contact", "contact"),
        )
    ),
]
