import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import EMAIL, PASSWORD, sign_in
from trousse.accounts.models import User
from trousse.core.models import AuditEntry


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_it_signs_in_with_address_and_password(lea: User, client: Client) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert who(client) == str(lea.pk)


def test_the_address_may_be_written_in_capitals_with_spaces(lea: User, client: Client) -> None:
    sign_in(client, f"  {EMAIL.upper()} ")
    assert who(client) == str(lea.pk)


def test_the_session_key_changes_when_signing_in(lea: User, client: Client) -> None:
    client.get("/comptes/login/")
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["trousse_session"] = former = session.session_key
    sign_in(client)
    assert who(client)
    assert client.session.session_key != former


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "not-the-password"), ("nobody@college.example", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_look_alike(
    lea: User, client: Client, email: str, password: str
) -> None:
    answer = sign_in(client, email, password)
    assert "L’adresse ou le mot de passe ne sont pas corrects." in answer.content.decode()
    assert who(client) is None


def test_five_failures_close_the_account_for_five_minutes(lea: User, client: Client) -> None:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        for _ in range(5):
            sign_in(client, password="wrong")
        assert "Trop d’essais sans succès" in sign_in(client).content.decode()
        assert who(client) is None
        clock.shift(301)
        assert sign_in(client).status_code == 302


def test_a_whole_school_behind_one_address_can_sign_in(lea: User, client: Client) -> None:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False):
        answers = [sign_in(Client()).status_code for _ in range(40)]
    assert set(answers) == {302}


def test_a_closed_account_cannot_sign_in(lea: User, client: Client) -> None:
    User.objects.update(is_active=False)
    sign_in(client)
    assert who(client) is None


def test_closing_an_account_ends_its_sessions(as_lea: Client) -> None:
    User.objects.update(is_active=False)
    assert as_lea.get("/comptes/").status_code == 302


def test_an_unconfirmed_address_asks_for_its_code(client: Client, db: None) -> None:
    user = User.objects.create_user("new@college.example", PASSWORD)
    answer = sign_in(client, user.email)
    assert answer["Location"] == "/comptes/confirm-email/"
    assert who(client) is None


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "http:evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https://localhost.evil.example/",
    ],
)
def test_it_never_leads_to_another_site(lea: User, client: Client, target: str) -> None:
    assert sign_in(client, next=target)["Location"] == "/"


def test_another_allowed_host_is_another_site(
    lea: User, client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://third.example"]
    assert sign_in(client, next="http://other.example/")["Location"] == "/"
    assert sign_in(Client(), next="https://third.example/")["Location"] == "/"


def test_it_leads_to_the_page_asked_for(lea: User, client: Client) -> None:
    assert sign_in(client, next="/comptes/sessions/")["Location"] == "/comptes/sessions/"


def test_the_session_ends_with_the_browser_unless_asked(lea: User, client: Client) -> None:
    sign_in(client)
    assert client.cookies["trousse_session"]["max-age"] == ""
    kept = Client()
    sign_in(kept, remember="on")
    assert kept.cookies["trousse_session"]["max-age"] == 14 * 24 * 3600


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(as_lea: Client) -> None:
    cookie = as_lea.cookies["trousse_session"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


def test_signing_out_needs_a_form(as_lea: Client) -> None:
    as_lea.get("/comptes/logout/")
    assert who(as_lea)
    as_lea.post("/comptes/logout/")
    assert who(as_lea) is None


def test_a_form_from_elsewhere_is_refused(lea: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403


def test_sign_in_and_out_are_in_the_audit_log(as_lea: Client, lea: User) -> None:
    as_lea.post("/comptes/logout/")
    entries = AuditEntry.objects.filter(actor=lea).order_by("pk")
    actions = list(entries.values_list("action", flat=True))
    assert actions == ["accounts:user:sign_in", "accounts:user:sign_out"]


def test_registration_is_proposed_only_where_it_is_open(client: Client, settings: Settings) -> None:
    for state, shown in (("open", True), ("closed", False)):
        settings.SIGNUP = state
        page = client.get("/comptes/login/").content.decode()
        assert ("/comptes/signup/" in page) is shown
