from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import EMAIL, PASSWORD
from trousse.accounts.models import User
from trousse.core.models import Mail

FORM = {
    "first_name": "Inès",
    "last_name": "Fernandes",
    "email": "Ines@College.example",
    "password1": PASSWORD,
}


@pytest.fixture
def _open(settings: Settings, db: None) -> None:
    settings.SIGNUP = "open"


def test_it_is_closed_unless_the_operator_opens_it(client: Client, db: None) -> None:
    answer = client.post("/comptes/signup/", FORM)
    assert "Les inscriptions sont fermées" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.usefixtures("_open")
def test_it_creates_an_account_once_the_code_is_given(
    client: Client, last_code: Callable[[], str]
) -> None:
    answer = client.post("/comptes/signup/", FORM)
    assert answer["Location"] == "/comptes/confirm-email/"
    assert "_auth_user_id" not in client.session
    client.post("/comptes/confirm-email/", {"code": last_code()})
    user = User.objects.get()
    assert (user.email, user.first_name, user.last_name) == (
        "ines@college.example",
        "Inès",
        "Fernandes",
    )
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.usefixtures("_open")
def test_the_account_speaks_the_language_of_registration(client: Client) -> None:
    client.post("/comptes/signup/", FORM, headers={"Accept-Language": "en"})
    assert User.objects.get().language == "en"


@pytest.mark.usefixtures("_open")
def test_three_wrong_codes_end_the_attempt(client: Client) -> None:
    client.post("/comptes/signup/", FORM)
    for _ in range(3):
        answer = client.post("/comptes/confirm-email/", {"code": "wrong"})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("_open")
def test_nobody_learns_that_an_address_has_an_account(
    lea: User, client: Client, mailbox: Callable[[], list[Mail]]
) -> None:
    known = client.post("/comptes/signup/", FORM | {"email": EMAIL})
    unknown = Client().post("/comptes/signup/", FORM)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    page = client.get("/comptes/confirm-email/").content.decode()
    other = Client()
    other.post("/comptes/signup/", FORM | {"email": "z@college.example"})
    twin = other.get("/comptes/confirm-email/").content.decode()
    assert page.count("<form") == twin.count("<form")
    assert "Elle en a déjà un" in mailbox()[0].text
    assert User.objects.filter(email=EMAIL).count() == 1


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize(
    "wrong",
    [
        {"first_name": ""},
        {"last_name": ""},
        {"email": "no address"},
        {"password1": "court"},
        {"password1": "password1234"},
        {"first_name": "x" * 101},
        {"email": "x" * 250 + "@college.example"},
    ],
)
def test_it_refuses_and_keeps_what_was_typed(client: Client, wrong: dict[str, str]) -> None:
    page = client.post("/comptes/signup/", FORM | wrong).content.decode()
    assert not User.objects.exists()
    assert "fr-error-text" in page
    kept = next(value for name, value in FORM.items() if name not in wrong and "pass" not in name)
    assert kept in page


@pytest.mark.usefixtures("_open")
def test_hostile_names_are_shown_as_text(client: Client) -> None:
    page = client.post(
        "/comptes/signup/", FORM | {"first_name": "<script>alert(1)</script>", "email": ""}
    ).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
