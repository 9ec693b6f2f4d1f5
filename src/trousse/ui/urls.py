"""Addresses that belong to no service."""

from django.urls import path

from trousse.ui import components, display, security_contact, views

app_name = "ui"
urlpatterns = [
    path("reglages/affichage", display.set_color_mode, name="set_color_mode"),
    path("manifest.webmanifest", views.web_manifest, name="web_manifest"),
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
