"""The texts of the footer."""

import html

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db

ADDRESSES = ["/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/contact/"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_shows_each_text_with_one_heading(client: Client, address: str, language: str) -> None:
    answer = client.get(address, headers={"Accept-Language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_links_to_each_text(client: Client, address: str) -> None:
    assert f'href="{address}"' in client.get("/contact/").content.decode()


def test_it_names_the_operator(client: Client, settings: Settings) -> None:
    settings.LEGAL_PUBLISHER = "Académie d'Exemple"
    settings.LEGAL_HOST = "Centre <informatique>"
    settings.CONTACT_EMAIL = "trousse@example.fr"
    legal = html.unescape(client.get("/mentions-legales/").content.decode())
    assert "Académie d'Exemple" in legal
    assert "Centre <informatique>" in legal
    assert "&lt;informatique&gt;" in client.get("/mentions-legales/").content.decode()
    assert "mailto:trousse@example.fr" in client.get("/contact/").content.decode()
    assert "mailto:trousse@example.fr" in client.get("/donnees-personnelles/").content.decode()


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ("none", "non conforme"),
        ("partial", "partiellement conforme"),
        ("full", "totalement conforme"),
    ],
)
def test_the_footer_declares_accessibility(
    client: Client, settings: Settings, declared: str, words: str
) -> None:
    settings.ACCESSIBILITY = declared
    assert f"Accessibilité\u202f: {words}" in client.get("/contact/").content.decode()


def test_the_privacy_page_tells_the_real_durations(client: Client, settings: Settings) -> None:
    settings.MAIL_RETENTION_DAYS = 17
    assert "17 jours" in client.get("/donnees-personnelles/").content.decode()


def test_the_manifest_names_the_instance(client: Client, settings: Settings) -> None:
    settings.SITE_NAME = "Cartable"
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer.json()["name"] == "Cartable"
    assert client.post("/manifest.webmanifest").status_code == 405


def test_the_components_page_is_for_developers(client: Client, settings: Settings) -> None:
    settings.COMPONENTS_PAGE = False
    assert client.get("/composants/").status_code == 404
    settings.COMPONENTS_PAGE = True
    assert client.get("/composants/").status_code == 200
