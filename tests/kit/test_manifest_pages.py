import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.offices import hold
from tests.kit.test_manifests import EVENTO
from trousse.accounts.models import User
from trousse.kit.facts import record_measurement
from trousse_kit import json_schema

SCHEMA = "/kit/manifest-v1.schema.json"
PAGE = "/exploitation/manifestes/"
AUDIT = {"by": "Audit du ministère", "url": "https://audit.example.org/1"}
EVIDENCE = """
[[evidence]]
claim = "accessibility_rate"
value = 90
declared_on = 2026-01-10
url = "https://evento.example.org/accessibilite"
"""


@pytest.fixture
def operator(teacher: User) -> User:
    hold(teacher, "operator")
    return teacher


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.SERVICES_DIR = tmp_path
    settings.SERVICES_CHECK_SECONDS = 0
    return tmp_path


def test_anybody_reads_the_schema(client: Client) -> None:
    response = client.get(SCHEMA)
    assert json.loads(response.content) == json_schema()
    assert response["Content-Type"] == "application/schema+json"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in response
    assert "Cookie" not in response.get("Vary", "")


def test_the_schema_is_sent_once(client: Client) -> None:
    mark = client.get(SCHEMA)["ETag"]
    again = client.get(SCHEMA, headers={"if-none-match": mark})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(SCHEMA, headers={"if-none-match": '"other"'}).status_code == 200


def test_the_schema_takes_no_write(client: Client) -> None:
    assert client.post(SCHEMA).status_code == 405


def test_it_is_for_operators(client: Client, as_outsider: Client) -> None:
    assert client.get(PAGE).status_code == 302
    assert as_outsider.get(PAGE).status_code == 404


def test_operators_find_it(operator: User, as_teacher: Client) -> None:
    assert PAGE in as_teacher.get("/exploitation/").content.decode()


def test_it_lists_apps_and_files(operator: User, as_teacher: Client, folder: Path) -> None:
    (folder / "evento.toml").write_text(EVENTO)
    page = as_teacher.get(PAGE).content.decode()
    assert "Sondages" in page
    assert "Fourni avec cette instance" in page
    assert "Fichier evento.toml" in page
    assert "Fichiers refusés" not in page


def test_it_shows_what_is_wrong_in_plain_french(
    operator: User, as_teacher: Client, folder: Path
) -> None:
    (folder / "wrong.toml").write_text(EVENTO.replace("promise", "promiss"))
    page = as_teacher.get(PAGE).content.decode()
    assert "Fichiers refusés" in page
    assert "<code>identity.promiss</code>" in page
    assert "vouliez-vous écrire «\u202fpromise\u202f»" in page


def test_it_shows_facts_that_differ_or_are_too_old(
    operator: User, as_teacher: Client, folder: Path
) -> None:
    (folder / "evento.toml").write_text(EVENTO + EVIDENCE)
    assert "accessibility_rate" not in as_teacher.get(PAGE).content.decode()
    record_measurement("evento", "accessibility_rate", 62, **AUDIT)
    page = as_teacher.get(PAGE).content.decode()
    assert "90 déclaré, 62 mesuré le 23 novembre 2026 (Audit du ministère)." in page
    (folder / "evento.toml").write_text(EVENTO + EVIDENCE.replace("2026-01-10", "2021-01-10"))
    record_measurement("evento", "accessibility_rate", 90, **AUDIT)
    assert "déclaré" not in as_teacher.get(PAGE).content.decode()


def test_a_claim_that_is_too_old_is_said(operator: User, as_teacher: Client, folder: Path) -> None:
    (folder / "evento.toml").write_text(EVENTO + EVIDENCE.replace("2026-01-10", "2021-01-10"))
    assert "Ne compte plus depuis le 10 janvier 2024." in as_teacher.get(PAGE).content.decode()
