"""Operators open accounts, suspend them and give them back."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client

from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Mail

NEW = "/exploitation/comptes/nouveau/"
FIND = "/exploitation/comptes/"
PASSWORD = "une-longue-phrase-de-passe"


def person(**changes: str) -> dict[str, str]:
    return {
        "first_name": "Nour",
        "last_name": "Haddad",
        "email": "Nour.Haddad@example.org",
        "language": "fr",
        **changes,
    }


def page_of(user: User) -> str:
    return f"/exploitation/comptes/{user.public_id}/"


def test_somebody_whose_account_was_opened_chooses_a_password(
    as_operator: Client, mailbox: Callable[[], list[Mail]]
) -> None:
    as_operator.post(NEW, person())

    (letter,) = mailbox()
    assert letter.to == "nour.haddad@example.org"
    (link,) = re.findall(r"/comptes/\S+", letter.text)
    browser = Client()
    code_page = browser.post(link, {"email": letter.to})["Location"]
    (code,) = re.findall(r"^[A-Z0-9]+-?[A-Z0-9]+$", mailbox()[-1].text, re.MULTILINE)
    choice = browser.post(code_page, {"code": code})["Location"]
    browser.post(choice, {"password1": PASSWORD, "password2": PASSWORD})
    signed_in = Client().post("/comptes/login/", {"login": letter.to, "password": PASSWORD})
    assert signed_in.status_code == 302
    assert User.objects.get(email=letter.to).check_password(PASSWORD)


def test_it_is_written_down_who_opened_an_account(as_operator: Client, operator: User) -> None:
    response = as_operator.post(NEW, person(), follow=True)
    assert "Nour Haddad" in response.content.decode()
    user = User.objects.get(email="nour.haddad@example.org")
    assert not user.has_usable_password()
    entry = AuditEntry.objects.get(action="accounts:user:create")
    assert (entry.actor, entry.subject) == (operator, f"user:{user.public_id}")


@pytest.mark.parametrize("address", ["lea@example.org", "LEA@Example.org"])
def test_a_known_address_opens_nothing(
    as_operator: Client, teacher: User, address: str, mailbox: Callable[[], list[Mail]]
) -> None:
    response = as_operator.post(NEW, person(email=address))
    assert response.status_code == 422
    assert "a déjà un compte" in response.content.decode()
    assert User.objects.count() == 2
    assert mailbox() == []


@pytest.mark.parametrize("field", ["first_name", "last_name", "email", "language"])
def test_every_field_is_needed(as_operator: Client, field: str) -> None:
    assert as_operator.post(NEW, person(**{field: ""})).status_code == 422
    assert User.objects.count() == 1


def test_an_account_is_found_by_its_exact_address(as_operator: Client, teacher: User) -> None:
    response = as_operator.post(FIND, {"email": "Lea@example.org"})
    assert response["Location"] == page_of(teacher)
    page = as_operator.get(response["Location"]).content.decode()
    assert "lea@example.org" in page
    assert as_operator.post(FIND, {"email": "lea"}).status_code == 422
    assert as_operator.post(FIND, {"email": "nobody@example.org"}).status_code == 422


def sign_in(user: User) -> Client:
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    client.post("/comptes/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/comptes/").status_code == 200
    return client


def test_a_suspended_person_is_out_at_once_and_for_good(
    as_operator: Client,
    operator: User,
    teacher: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    browser = sign_in(teacher)
    key = browser.session.session_key
    ended: list[str] = []
    monkeypatch.setattr("trousse.accounts.ending.announce_end_of_session", ended.append)

    with django_capture_on_commit_callbacks(execute=True):
        as_operator.post(f"{page_of(teacher)}suspendre/")

    assert ended == [key]
    assert not UserSession.objects.filter(user=teacher).exists()
    assert browser.get("/comptes/").status_code == 302
    again = Client().post("/comptes/login/", {"login": teacher.email, "password": PASSWORD})
    assert "inactive" in again["Location"]
    assert "_auth_user_id" not in browser.session
    assert AuditEntry.objects.get(action="accounts:user:suspend").actor == operator


def test_suspending_twice_is_written_down_once(as_operator: Client, teacher: User) -> None:
    for _ in range(2):
        as_operator.post(f"{page_of(teacher)}suspendre/")
    assert AuditEntry.objects.filter(action="accounts:user:suspend").count() == 1


def test_a_suspended_person_comes_back(as_operator: Client, teacher: User) -> None:
    as_operator.post(f"{page_of(teacher)}suspendre/")
    assert "Compte suspendu" in as_operator.get(page_of(teacher)).content.decode()
    for _ in range(2):
        as_operator.post(f"{page_of(teacher)}rouvrir/")
    teacher.refresh_from_db()
    assert teacher.is_active
    assert AuditEntry.objects.filter(action="accounts:user:reactivate").count() == 1


def test_operators_cannot_shut_themselves_out(as_operator: Client, operator: User) -> None:
    assert as_operator.post(f"{page_of(operator)}suspendre/").status_code == 409
    operator.refresh_from_db()
    assert operator.is_active
    assert "suspendre/" not in as_operator.get(page_of(operator)).content.decode()


@pytest.mark.parametrize("gesture", ["", "suspendre/", "rouvrir/"])
def test_an_unknown_account_is_not_found(as_operator: Client, gesture: str) -> None:
    address = f"/exploitation/comptes/{'x' * 22}/{gesture}"
    response = as_operator.post(address) if gesture else as_operator.get(address)
    assert response.status_code == 404


@pytest.mark.parametrize("gesture", ["suspendre/", "rouvrir/"])
def test_nobody_else_touches_accounts(as_head: Client, teacher: User, gesture: str) -> None:
    assert as_head.post(f"{page_of(teacher)}{gesture}").status_code == 404
    assert not AuditEntry.objects.exclude(action="accounts:user:sign_in").exists()
