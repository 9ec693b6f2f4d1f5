"""The operators' page where services become clients of the sign-in."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.offices import hold
from tests.kit.test_manifests import EVENTO
from trousse.accounts.models import User
from trousse.core.models import AuditEntry
from trousse.identity.queries import clients, secret_opens

PAGE = "/exploitation/connexions/"
SIGN_IN = """
[sign_in]
method = "oidc"
redirect_uris = ["https://evento.example.org/retour"]
claims = ["given_name"]
"""


@pytest.fixture
def operator(teacher: User, client: Client) -> User:
    hold(teacher, "operator")
    client.force_login(teacher)
    return teacher


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.SERVICES_DIR = tmp_path
    settings.SERVICES_CHECK_SECONDS = 0
    (tmp_path / "evento.toml").write_text(EVENTO + SIGN_IN)
    return tmp_path


def test_an_operator_registers_a_service_and_sees_its_secret_once(
    client: Client, operator: User, folder: Path
) -> None:
    assert "Evento" in client.get(PAGE).content.decode()
    response = client.post(PAGE + "inscrire/", {"service": "evento"})
    given = response.context["given"]
    assert given.client_secret in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    page = client.get(PAGE).content.decode()
    assert given.client_id in page
    assert given.client_secret not in page
    assert AuditEntry.objects.get(action="identity:client:register").actor == operator


def test_registering_again_follows_the_manifest(
    client: Client, operator: User, folder: Path
) -> None:
    first = client.post(PAGE + "inscrire/", {"service": "evento"}).context["given"]
    (folder / "evento.toml").write_text(EVENTO + SIGN_IN.replace("/retour", "/ici"))
    second = client.post(PAGE + "inscrire/", {"service": "evento"}).context["given"]
    assert first.client_id == second.client_id
    assert first.client_secret != second.client_secret
    assert clients()[0].redirect_uris == ("https://evento.example.org/ici",)


def test_a_secret_is_not_in_the_journal(
    client: Client, operator: User, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    given = client.post(PAGE + "inscrire/", {"service": "evento"}).context["given"]
    told = caplog.text + str(list(AuditEntry.objects.values()))
    assert given.client_secret not in told
    assert not secret_opens(given.client_id, given.client_secret)


def test_an_operator_removes_a_service(client: Client, operator: User, folder: Path) -> None:
    client.post(PAGE + "inscrire/", {"service": "evento"})
    assert client.post(PAGE + "retirer/", {"service": "evento"}).status_code == 302
    assert clients() == []
    assert client.post(PAGE + "retirer/", {"service": "evento"}).status_code == 404


@pytest.mark.parametrize("service", ["unknown", ""])
def test_only_a_service_that_asks_is_registered(
    client: Client, operator: User, folder: Path, service: str
) -> None:
    assert client.post(PAGE + "inscrire/", {"service": service}).status_code == 404


def test_a_service_that_says_no_address_is_not_offered(
    client: Client, operator: User, folder: Path
) -> None:
    (folder / "evento.toml").write_text(EVENTO + '[sign_in]\nmethod = "oidc"\n')
    assert client.post(PAGE + "inscrire/", {"service": "evento"}).status_code == 404


@pytest.mark.parametrize("path", ["inscrire/", "retirer/"])
def test_changes_are_posted(client: Client, operator: User, path: str) -> None:
    assert client.get(PAGE + path).status_code == 405


def test_others_see_nothing(client: Client, teacher: User, folder: Path) -> None:
    client.force_login(teacher)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE + "inscrire/", {"service": "evento"}).status_code == 404
    assert clients() == []
