"""What another application shares with the installed Trousse, and how it is installed."""

from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from trousse.accounts.models import User

ASSETS = Path(__file__).parents[2] / "frontend" / "assets"
BUILT = "/static/"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("lea@college.example", first_name="Léa"))
    return client


def test_a_shared_title_starts_a_poll(browser: Client) -> None:
    page = browser.get("/partager/", {"title": "Sortie au musée", "text": "Quand ?"})
    start = "/sondages/nouveau?titre=Sortie+au+mus%C3%A9e&amp;texte=Quand+%3F"
    assert start in page.content.decode()
    form = browser.get(start.replace("&amp;", "&")).content.decode()
    assert 'value="Sortie au musée"' in form
    assert "Quand ?</textarea>" in form


def test_a_shared_text_starts_an_activity_and_a_search(browser: Client) -> None:
    page = browser.get("/partager/", {"text": "Voyage à Lisbonne\nen mai"}).content.decode()
    assert "/activites/nouvelle?titre=Voyage+%C3%A0+Lisbonne" in page
    assert "/chercher/?q=Voyage%20%C3%A0%20Lisbonne" in page
    form = browser.get("/activites/nouvelle?titre=Voyage&texte=en+mai").content.decode()
    assert 'value="Voyage"' in form
    assert "en mai</textarea>" in form


def test_an_address_inside_the_text_is_found(browser: Client, settings: Settings) -> None:
    text = f"À lire {settings.SITE_URL}/sondages/abc/"
    page = browser.get("/partager/", {"text": text}).content.decode()
    assert 'href="/sondages/abc/"' in page
    foreign = browser.get("/partager/", {"url": "https://elsewhere.example/x"}).content.decode()
    assert 'href="https://elsewhere.example' not in foreign
    assert "https://elsewhere.example/x" in foreign


def test_a_script_for_an_address_is_only_text(browser: Client) -> None:
    page = browser.get("/partager/", {"url": "javascript:alert(1)", "title": "<b>x"})
    assert "javascript:" not in page.content.decode()
    assert "<b>x" not in page.content.decode()


def test_nothing_shared_says_how(browser: Client) -> None:
    assert "Rien n’a été partagé" in browser.get("/partager/").content.decode()
    assert browser.post("/partager/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_signing_in_on_the_way_loses_nothing(client: Client) -> None:
    sent = client.get("/partager/", {"title": "Sortie au musée", "url": "https://a.example/"})
    kept = parse_qs(urlsplit(sent["Location"]).query)["next"][0]
    assert parse_qs(urlsplit(kept).query) == {
        "title": ["Sortie au musée"],
        "url": ["https://a.example/"],
    }


# --- Installing ------------------------------------------------------------------------------


def test_the_addresses_of_the_manifest_answer(browser: Client) -> None:
    manifest = browser.get("/manifest.webmanifest").json()
    found = [manifest["start_url"], manifest["share_target"]["action"]]
    found += [shortcut["url"] for shortcut in manifest["shortcuts"]]
    for address in found:
        assert address.startswith(manifest["scope"])
        assert browser.get(address).status_code == HTTPStatus.OK, address
    assert "Trouver une date" in [shortcut["name"] for shortcut in manifest["shortcuts"]]
    assert (manifest["display"], manifest["id"]) == ("standalone", "/")


def test_the_icons_are_what_the_manifest_says(client: Client, db: None) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for icon in icons:
        content = (ASSETS / icon["src"].removeprefix(BUILT)).read_bytes()
        if icon["type"] == "image/png":
            width, height = Image.open(BytesIO(content)).size
            assert icon["sizes"] == f"{width}x{height}"


def test_a_maskable_icon_has_no_hole() -> None:
    icon = Image.open(ASSETS / "icon-maskable-512.png")
    assert icon.convert("RGBA").getchannel("A").getextrema() == (255, 255)


def test_the_manifest_speaks_the_language_of_the_account(browser: Client) -> None:
    french = browser.get("/manifest.webmanifest")
    User.objects.update(language="en")
    english = browser.get("/manifest.webmanifest").json()
    assert (french.json()["lang"], english["lang"]) == ("fr", "en")
    assert english["shortcuts"][0]["name"] != french.json()["shortcuts"][0]["name"]
    assert "Cookie" in french["Vary"]


def test_pages_link_to_the_manifest(client: Client, db: None) -> None:
    page = client.get("/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert 'rel="apple-touch-icon"' in page


@pytest.mark.parametrize(("theme", "colour"), [("neutral", "#faf9f6"), ("state", "#ffffff")])
def test_its_colours_are_those_of_the_theme(
    client: Client, settings: Settings, theme: str, colour: str
) -> None:
    settings.THEME = theme
    assert client.get("/manifest.webmanifest").json()["background_color"] == colour
