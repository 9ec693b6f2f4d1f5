"""Codes of an app and recovery codes; passkeys need a browser: tests/browser/test_second_factor."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import sign_in
from trousse.accounts.adapter import MfaAdapter
from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Mail

ACTIVATE = "/comptes/2fa/totp/activate/"
AUTHENTICATE = "/comptes/2fa/authenticate/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as traveller:
        yield traveller


def code_of(secret: str) -> str:
    """Return what the app shows now."""
    counters = sorted(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


@pytest.fixture
def secret(as_sure_lea: Client) -> str:
    """The secret of the app that Léa just activated."""
    page = as_sure_lea.get(ACTIVATE).content.decode()
    found = re.search(r'id="authenticator_secret"\s+value="([A-Z2-7]+)"', page)
    assert found
    answer = as_sure_lea.post(ACTIVATE, {"code": code_of(found[1])})
    assert answer.status_code == 302
    return found[1]


def test_the_next_sign_in_asks_for_the_code(
    secret: str, client: Client, lea: User, clock: time_machine.Traveller
) -> None:
    clock.shift(60)
    other = Client()
    assert sign_in(other)["Location"] == AUTHENTICATE
    assert other.get("/comptes/").status_code == 302
    assert other.post(AUTHENTICATE, {"code": code_of(secret)})["Location"] == "/"
    assert other.get("/comptes/").status_code == 200


def test_a_code_serves_once(secret: str, clock: time_machine.Traveller) -> None:
    clock.shift(60)
    code = code_of(secret)
    for signed_in in (True, False):
        browser = Client()
        sign_in(browser)
        answer = browser.post(AUTHENTICATE, {"code": code})
        assert (answer.status_code == 302) is signed_in


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "0" * 5000])
def test_a_wrong_code_is_refused(secret: str, code: str) -> None:
    browser = Client()
    sign_in(browser)
    assert "_auth_user_id" not in browser.session
    assert browser.post(AUTHENTICATE, {"code": code}).status_code == 200
    assert "_auth_user_id" not in browser.session


def test_codes_cannot_be_tried_for_ever(secret: str, clock: time_machine.Traveller) -> None:
    clock.shift(60)
    browser = Client()
    sign_in(browser)
    for _ in range(10):
        browser.post(AUTHENTICATE, {"code": "000000"})
    browser.post(AUTHENTICATE, {"code": code_of(secret)})
    assert "_auth_user_id" not in browser.session


def test_a_recovery_code_replaces_the_app_once(
    secret: str, as_sure_lea: Client, clock: time_machine.Traveller
) -> None:
    page = as_sure_lea.get("/comptes/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"^\s*(?:<textarea[^>]*>)?(\d{8})\b", page, re.MULTILINE)
    assert len(codes) == 10
    for signed_in in (True, False):
        browser = Client()
        sign_in(browser)
        browser.post(AUTHENTICATE, {"code": codes[3]})
        assert ("_auth_user_id" in browser.session) is signed_in


def test_the_database_holds_no_readable_secret(secret: str) -> None:
    for row in Authenticator.objects.order_by("pk"):
        assert secret not in str(row.data)
    totp = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert MfaAdapter().decrypt(totp.data["secret"]) == secret


def test_secrets_survive_a_change_of_the_key(secret: str, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-new-key"
    totp = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert MfaAdapter().decrypt(totp.data["secret"]) == secret


@pytest.mark.django_db(transaction=True)  # the library writes once the change is committed
def test_it_is_announced_by_mail_and_written_down(
    secret: str, mailbox: Callable[[], list[Mail]], lea: User
) -> None:
    assert "[Trousse] Application d’authentification activée" in {
        letter.subject for letter in mailbox()
    }
    assert AuditEntry.objects.filter(action="accounts:factor:add", actor=lea).exists()


def test_it_can_be_taken_away_again(secret: str, as_sure_lea: Client) -> None:
    as_sure_lea.post("/comptes/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    assert sign_in(Client())["Location"] == "/"


@pytest.mark.parametrize(
    "page", ["totp/activate/", "webauthn/add/", "recovery-codes/generate/", "totp/deactivate/"]
)
def test_a_change_asks_who_you_are_again(
    as_sure_lea: Client, secret: str, clock: time_machine.Traveller, page: str
) -> None:
    clock.shift(15 * 60 + 1)
    answer = as_sure_lea.get(f"/comptes/2fa/{page}")
    if answer.status_code == 302 and "reauthenticate" not in answer["Location"]:
        pytest.fail(f"led to {answer['Location']}")
    assert answer.status_code == 302


def test_somebody_elses_key_cannot_be_touched(as_sure_lea: Client, db: None) -> None:
    karim = User.objects.create_user("karim@college.example")
    key = Authenticator.objects.create(user=karim, type=Authenticator.Type.WEBAUTHN, data={})
    for gesture in ("edit", "remove"):
        page = f"/comptes/2fa/webauthn/keys/{key.pk}/{gesture}/"
        assert as_sure_lea.get(page).status_code == 404
        assert as_sure_lea.post(page, {"name": "mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


MADE_UP = [
    "",
    "{}",
    "[]",
    "null",
    "1",
    "not json",
    '{"id": 1}',
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}',
    (
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"userHandle": "MQ", '
        '"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA"}}'
    ),
    (
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {'
        '"clientDataJSON": "e30", "attestationObject": "oA"}}'
    ),
]


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_key_is_never_added(as_sure_lea: Client, credential: str) -> None:
    page = "/comptes/2fa/webauthn/add/"
    as_sure_lea.get(page)
    assert as_sure_lea.post(page, {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_refused(client: Client, db: None, credential: str) -> None:
    client.get("/comptes/2fa/webauthn/login/", headers={"Accept": "application/json"})
    answer = client.post("/comptes/2fa/webauthn/login/", {"credential": credential})
    assert answer.status_code < 500
    assert "_auth_user_id" not in client.session
