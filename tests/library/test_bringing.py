"""Adding a service from its site, from a manifest, from the list of another portal."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.library.sheets import document, published
from tests.matrix.calls.editing import MANIFEST
from trousse.accounts.models import User
from trousse.core import http_client
from trousse.core.http_client import Answer, Unreachable
from trousse.library.models import Entry, Revision

pytestmark = pytest.mark.django_db
DESK = "/bibliotheque/edition/"
SITE = "https://salles.example.org/"
PAGE = b"""<!doctype html><html><head><title> Salles &amp; co </title>
<meta name="description" content="Pour s'organiser."><link rel="manifest" href="/app.json"></head>
<body><script>document.title = 'x'</script></body></html>"""
APP = {"name": "Salles", "description": "Réserver des salles.", "start_url": "/"}
CARD = b"""publiccodeYmlVersion: "0.4"
name: Salles
url: https://git.example.org/salles
softwareVersion: "2.1"
legal: {license: AGPL-3.0-or-later}
description: {fr: {shortDescription: "R\xc3\xa9server des salles."}}
"""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> dict[str, Any]:
    """Stands for the internet: content or status by address."""
    cache.clear()
    settings.LINK_CHECKS = True
    pages: dict[str, Any] = {SITE: PAGE, f"{SITE}app.json": json.dumps(APP).encode()}

    def ask(url: str, **_more: object) -> Answer:
        found = pages.get(url)
        if found is None:
            raise Unreachable("silent")
        if isinstance(found, int):
            return Answer(found, url, b"", "text/html")
        return Answer(200, url, found, "text/html")

    monkeypatch.setattr(http_client, "ask", ask)
    return pages


@pytest.fixture
def editor(client: Client, national: User) -> Client:
    client.force_login(national)
    return client


def start_of(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = response.context["form"].initial
    return found


def gaufre(*services: dict[str, Any]) -> str:
    return json.dumps({"services": list(services)})


def test_a_site_fills_in_the_form(editor: Client, web: dict[str, Any]) -> None:
    response = editor.post(f"{DESK}adresse", {"url": SITE})
    start = start_of(response)
    assert (start["name_fr"], start["slug"], start["url"]) == ("Salles", "salles", SITE)
    assert start["purpose_fr"] == "Réserver des salles."
    assert 'action="/bibliotheque/edition/nouveau"' in response.content.decode()
    assert Entry.objects.count() == 0


def test_a_page_without_manifest_gives_its_title(editor: Client, web: dict[str, Any]) -> None:
    web[f"{SITE}app.json"] = 404
    start = start_of(editor.post(f"{DESK}adresse", {"url": SITE}))
    assert (start["name_fr"], start["purpose_fr"]) == ("Salles & co", "Pour s'organiser.")


def test_a_publiccode_fills_in_the_software(editor: Client, web: dict[str, Any]) -> None:
    web[f"{SITE}publiccode.yml"] = CARD
    start = start_of(editor.post(f"{DESK}adresse", {"url": f"{SITE}publiccode.yml"}))
    assert start["licence"] == "AGPL-3.0-or-later"
    assert start["repository_url"] == "https://git.example.org/salles"
    assert start["name_fr"] == "Salles"


@pytest.mark.parametrize("url", ["", "https://silent.example.org/", f"{SITE}broken.yml"])
def test_what_cannot_be_read_is_said_at_its_field(
    editor: Client, web: dict[str, Any], url: str
) -> None:
    web[f"{SITE}broken.yml"] = b"name: [unclosed"
    response = editor.post(f"{DESK}adresse", {"url": url})
    assert response.status_code == 422
    assert response.context["address"].errors["url"]


def test_an_error_of_the_site_is_said(editor: Client, web: dict[str, Any]) -> None:
    web[SITE] = 500
    assert editor.post(f"{DESK}adresse", {"url": SITE}).status_code == 422


def test_an_instance_without_network_asks_nobody(
    editor: Client, web: dict[str, Any], settings: Settings
) -> None:
    settings.LINK_CHECKS = False
    assert editor.post(f"{DESK}adresse", {"url": SITE}).status_code == 409
    assert 'name="url"' not in editor.get(f"{DESK}ajouter").content.decode()


def test_a_manifest_becomes_a_draft(editor: Client) -> None:
    file = SimpleUploadedFile("reservations.toml", MANIFEST.encode())
    response = editor.post(f"{DESK}fichier", {"file": file, "kind": "json"})
    assert response.headers["Location"] == f"{DESK}services/reservations/"
    made = Entry.objects.get()
    assert (made.source, made.is_published) == ("import", False)
    assert Revision.objects.get().document["identity"]["name"] == {"fr": "Réservations"}


def test_a_refused_manifest_comes_back_with_its_faults(editor: Client) -> None:
    wrong = MANIFEST.replace("available", "ready").replace("https://", "http://")
    response = editor.post(f"{DESK}fichier", {"text": wrong, "kind": "toml"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "lifecycle.state" in page
    assert "operation.url" in page
    assert "Réserver une salle" in page
    assert Entry.objects.count() == 0


def test_a_manifest_that_exists_is_not_overwritten(editor: Client, national: User) -> None:
    published(national)
    response = editor.post(f"{DESK}fichier", {"text": MANIFEST, "kind": "toml"})
    assert response.status_code == 422
    assert Revision.objects.count() == 1


def test_nothing_sent_is_said(editor: Client) -> None:
    assert editor.post(f"{DESK}fichier", {"text": "", "kind": "toml"}).status_code == 422


def test_a_list_is_compared_before_it_is_imported(editor: Client, national: User) -> None:
    published(national)
    rows = gaufre(
        {"id": "reservations", "name": "Réservations", "url": "https://reservations.example.org"},
        {"id": "visio", "name": "Visio", "url": "https://visio.example.org/"},
    )
    response = editor.post(f"{DESK}gaufre", {"text": rows, "read": "1"})
    kinds = {one.slug: one.kind for one in response.context["found"]}
    assert kinds == {"reservations": "known", "visio": "new"}
    assert Entry.objects.count() == 1


def test_those_chosen_become_drafts(editor: Client, national: User) -> None:
    rows = gaufre(
        {"id": "visio", "name": "Visio", "url": "https://visio.example.org/", "maturity": "beta"},
        {"id": "notes", "name": "Notes", "url": "https://notes.example.org/"},
    )
    sent = {"text": rows, "import": "1", "chosen": ["visio"]}
    assert editor.post(f"{DESK}gaufre", sent).status_code == 302
    made = Revision.objects.get()
    assert (made.entry.slug, made.status) == ("visio", "draft")
    assert made.document["lifecycle"]["state"] == "pilot"


def test_a_change_becomes_a_draft_over_what_was_written(editor: Client, national: User) -> None:
    entry = published(national)
    row = {"id": "other", "name": "Salles", "url": "https://www.reservations.example.org/"}
    found = editor.post(f"{DESK}gaufre", {"text": gaufre(row), "read": "1"}).context["found"]
    assert [(one.slug, one.kind) for one in found] == [("reservations", "changed")]
    sent = {"text": gaufre(row), "import": "1", "chosen": ["reservations"]}
    editor.post(f"{DESK}gaufre", sent)
    latest = entry.revisions.get(number=2).document
    assert latest["identity"]["name"]["fr"] == "Salles"
    assert latest["identity"]["promise"] == document()["identity"]["promise"]


def test_what_others_write_is_not_changed(client: Client, national: User, regional: User) -> None:
    published(national)
    client.force_login(regional)
    row = {"id": "reservations", "name": "Salles", "url": "https://reservations.example.org/"}
    sent = {"text": gaufre(row), "import": "1", "chosen": ["reservations"], "place": "rennes"}
    client.post(f"{DESK}gaufre", sent)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("text", ["{", "{}", '{"services": 3}', '{"services": [3]}', "[" * 5000])
def test_what_is_no_list_is_said(editor: Client, text: str) -> None:
    assert editor.post(f"{DESK}gaufre", {"text": text}).status_code == 422


def test_others_find_no_way_in(client: Client, teacher: User) -> None:
    client.force_login(teacher)
    for path in ("adresse", "fichier", "gaufre"):
        assert client.post(f"{DESK}{path}", {}).status_code == 404
