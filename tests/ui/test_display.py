"""Light, dark and language: chosen by a plain form, kept by a cookie."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mode", ["light", "dark", "system"])
def test_it_keeps_the_chosen_colours(client: Client, mode: str) -> None:
    answer = client.post("/reglages/affichage", {"theme": mode, "next": "/contact/"})
    assert (answer.status_code, answer["Location"]) == (302, "/contact/")
    assert f'data-theme="{mode}"' in client.get("/contact/").content.decode()
    cookie = client.cookies["trousse_theme"]
    assert cookie["samesite"] == "Lax"
    assert cookie["httponly"]


def test_it_ignores_unknown_colours(client: Client) -> None:
    client.post("/reglages/affichage", {"theme": '"><script>'})
    assert "trousse_theme" not in client.cookies


def test_it_ignores_a_forged_cookie(client: Client) -> None:
    client.cookies["trousse_theme"] = "pink"
    assert 'data-theme="system"' in client.get("/contact/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", None]
)
def test_it_never_sends_elsewhere(client: Client, target: str | None) -> None:
    posted = {"theme": "dark"} | ({} if target is None else {"next": target})
    assert client.post("/reglages/affichage", posted)["Location"] == "/"


def test_it_is_not_a_page(client: Client) -> None:
    assert client.get("/reglages/affichage").status_code == 405


def test_it_changes_the_language_and_says_so_to_screen_readers(client: Client) -> None:
    assert '<html lang="fr"' in client.get("/contact/").content.decode()
    client.post("/comptes/langue/", {"language": "en", "next": "/contact/"})
    assert '<html lang="en"' in client.get("/contact/").content.decode()
