"""Everything that the sign-in for services refuses."""

from typing import Any

import pytest
from django.test import Client
from oauth2_provider.models import get_access_token_model
from pytest_django import Settings

from tests.factories.clients import BACK, Party, answer_of, make_client
from trousse.accounts.models import User
from trousse.core.errors import InvalidInput, NotFound
from trousse.core.models import AuditEntry
from trousse.identity.models import Client as Registered
from trousse.identity.models import ClientSecret
from trousse.identity.operations import (
    ClientFacts,
    register_client,
    remove_client,
    rotate_secret,
)


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "unknown"},
        {"client_id": None},
        {"redirect_uri": None},
        {"redirect_uri": BACK + "/"},
        {"redirect_uri": BACK + "?more=1"},
        {"redirect_uri": "https://evil.example.org/retour"},
        {"redirect_uri": "https://evento.example.org@evil.example.org/retour"},
        {"redirect_uri": "javascript:alert(1)"},
    ],
)
def test_it_sends_nobody_to_an_address_that_is_not_registered(
    party: Party, browser: Client, changes: dict[str, Any]
) -> None:
    response = party.send(browser, **changes)
    assert response.status_code == 400
    assert "Location" not in response.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"response_type": "id_token"}, "unauthorized_client"),
        ({"response_type": "code id_token"}, "unauthorized_client"),
        ({"response_type": None}, "invalid_request"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "create"}, "invalid_request"),
    ],
)
def test_it_tells_the_service_what_is_wrong(
    party: Party, browser: Client, changes: dict[str, Any], error: str
) -> None:
    answer = answer_of(party.send(browser, **changes))
    assert answer["error"] in {error, "unsupported_response_type"}
    assert "code" not in answer


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": None},
        {"client_secret": "0" * 64},
        {"client_secret": ""},
        {"client_secret": None},
        {"redirect_uri": BACK + "/"},
        {"grant_type": "password", "username": "a", "password": "b"},
        {"grant_type": "client_credentials"},
        {"grant_type": "refresh_token", "refresh_token": "x"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "x"},
    ],
)
def test_it_trades_no_code_for_less_than_everything(
    party: Party, browser: Client, changes: dict[str, Any]
) -> None:
    response = party.trade(party.code(browser), **changes)
    assert response.status_code in {400, 401}
    assert "access_token" not in response.json()


def test_it_trades_nothing_for_an_unknown_code(party: Party) -> None:
    assert party.trade("unknown").json()["error"] == "invalid_grant"


def test_the_handle_of_the_record_is_no_secret(party: Party, browser: Client) -> None:
    handle = Registered.objects.get().client_secret
    assert party.trade(party.code(browser), client_secret=handle).status_code == 401


def test_a_code_serves_once_and_a_second_time_takes_back_what_it_gave(
    party: Party, browser: Client
) -> None:
    code = party.code(browser)
    token = party.trade(code).json()["access_token"]
    assert party.about(token).status_code == 200
    assert party.trade(code).json()["error"] == "invalid_grant"
    assert party.about(token).status_code == 401
    assert AuditEntry.objects.filter(action="identity:code:replay").count() == 1


def test_another_service_cannot_use_a_code_nor_spoil_it(party: Party, browser: Client) -> None:
    other = Party(make_client("etherpad"))
    code = party.code(browser)
    assert other.trade(code).json()["error"] == "invalid_grant"
    assert party.trade(code).status_code == 200


def test_a_code_is_short_lived(party: Party, browser: Client, clock: Any) -> None:
    code = party.code(browser)
    clock.shift(61)
    assert party.trade(code).json()["error"] == "invalid_grant"


def test_a_token_is_short_lived(party: Party, browser: Client, clock: Any) -> None:
    token = party.trade(party.code(browser)).json()["access_token"]
    clock.shift(301)
    assert party.about(token).status_code == 401


def test_a_suspended_person_is_known_no_more(party: Party, browser: Client, teacher: User) -> None:
    code, spare = party.code(browser), party.code(browser)
    token = party.trade(code).json()["access_token"]
    teacher.is_active = False
    teacher.save()
    assert party.about(token).status_code == 401
    assert party.trade(spare).json()["error"] == "invalid_grant"
    assert party.send(browser).url.startswith("/comptes/")


def test_a_token_in_the_address_is_refused(party: Party, browser: Client) -> None:
    token = party.trade(party.code(browser)).json()["access_token"]
    response = Client().get("/connexion/identite/", {"access_token": token})
    assert response.status_code in {400, 401}


def test_nothing_reusable_is_stored(party: Party, browser: Client) -> None:
    token = party.trade(party.code(browser)).json()["access_token"]
    assert not get_access_token_model().objects.filter(token=token).exists()
    assert not ClientSecret.objects.filter(digest=party.credentials.client_secret).exists()


def test_a_removed_service_signs_nobody_in(party: Party, browser: Client) -> None:
    token = party.trade(party.code(browser)).json()["access_token"]
    remove_client("evento")
    assert party.send(browser).status_code == 400
    assert party.about(token).status_code == 401


def test_a_former_secret_opens_for_seven_days(party: Party, browser: Client, clock: Any) -> None:
    new = rotate_secret("evento").client_secret
    assert party.trade(party.code(browser)).status_code == 200
    assert party.trade(party.code(browser), client_secret=new).status_code == 200
    clock.shift(7 * 86400 + 1)
    browser.force_login(User.objects.get())
    assert party.trade(party.code(browser)).status_code == 401
    assert party.trade(party.code(browser), client_secret=new).status_code == 200


def test_a_leaked_secret_opens_nothing_at_once(party: Party, browser: Client) -> None:
    rotate_secret("evento", at_once=True)
    assert party.trade(party.code(browser)).status_code == 401


def test_two_secrets_are_valid_at_most(party: Party, browser: Client) -> None:
    rotate_secret("evento")
    rotate_secret("evento")
    assert party.trade(party.code(browser)).status_code == 401
    assert ClientSecret.objects.count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "/retour",
        "http://",
        "https://*.example.org/",
        "https://a.example.org/#part",
        "https://me@a.example.org/",
        "https://a.example.org/ https://b.example.org/",
        "javascript:alert(1)",
    ],
)
def test_it_registers_no_vague_address(db: None, address: str) -> None:
    with pytest.raises(InvalidInput):
        register_client(ClientFacts("evento", "Evento", [address]))


def test_it_registers_no_address_without_tls_on_a_secure_site(db: None, settings: Settings) -> None:
    settings.SECURE_SITE = True
    with pytest.raises(InvalidInput):
        register_client(ClientFacts("evento", "Evento", ["http://a.example.org/"]))


def test_it_registers_no_claim_that_it_does_not_give(db: None) -> None:
    with pytest.raises(InvalidInput):
        register_client(ClientFacts("evento", "Evento", [BACK], ["password"]))


def test_it_rotates_and_removes_only_what_exists(db: None) -> None:
    for write in (rotate_secret, remove_client):
        with pytest.raises(NotFound):
            write("evento")
