from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from tests.accounts.conftest import EMAIL, sign_in
from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Mail

NEW = "une-autre-phrase-de-passe"


def ask(client: Client, email: str = EMAIL) -> str:
    answer = client.post("/comptes/password/reset/", {"email": email})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_code_sent_by_mail_lets_choose_a_new_password(
    lea: User, client: Client, last_code: Callable[[], str]
) -> None:
    here = ask(client)
    answer = client.post(here, {"code": last_code()})
    answer = client.post(answer["Location"], {"password1": NEW, "password2": NEW})
    assert "Nouveau mot de passe enregistré" in client.get(answer["Location"]).content.decode()
    lea.refresh_from_db()
    assert lea.check_password(NEW)
    assert AuditEntry.objects.filter(action="accounts:password:reset").exists()


def test_it_signs_every_browser_out(
    as_lea: Client, lea: User, last_code: Callable[[], str]
) -> None:
    other = Client()
    here = ask(other)
    answer = other.post(here, {"code": last_code()})
    other.post(answer["Location"], {"password1": NEW, "password2": NEW})
    assert as_lea.get("/comptes/").status_code == 302


def test_nobody_learns_whether_an_address_has_an_account(
    lea: User, mailbox: Callable[[], list[Mail]]
) -> None:
    known, unknown = Client(), Client()
    there = ask(unknown, "nobody@college.example")
    assert ask(known) == there
    pages = [
        browser.get(there).content.decode().replace("nobody@college.example", EMAIL)
        for browser in (known, unknown)
    ]
    assert pages[0].count("<") == pages[1].count("<")
    assert [letter.to for letter in mailbox()] == [EMAIL]


def test_a_wrong_code_is_refused_and_three_end_the_attempt(lea: User, client: Client) -> None:
    here = ask(client)
    assert "Ce code n’est pas correct." in client.post(here, {"code": "wrong"}).content.decode()
    client.post(here, {"code": "wrong"})
    assert client.post(here, {"code": "wrong"}).status_code == 302
    assert client.get(here).status_code == 302


def test_a_code_is_worth_nothing_in_another_browser(
    lea: User, client: Client, last_code: Callable[[], str]
) -> None:
    here = ask(client)
    other = Client()
    assert other.post(here, {"code": last_code()}).status_code == 302
    assert other.get("/comptes/password/reset/complete/").status_code == 302


def test_a_code_lives_for_fifteen_minutes(
    lea: User, client: Client, last_code: Callable[[], str]
) -> None:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        here = ask(client)
        clock.shift(15 * 60 + 1)
        client.post(here, {"code": last_code()})
        assert client.get("/comptes/password/reset/complete/").status_code == 302
    assert sign_in(client).status_code == 302


def test_five_requests_a_minute_for_one_address(
    lea: User, client: Client, mailbox: Callable[[], list[Mail]]
) -> None:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False):
        for _ in range(5):
            ask(Client())
        answer = Client().post("/comptes/password/reset/", {"email": EMAIL})
    assert len(mailbox()) == 5
    assert answer.status_code == 429
    assert '<html lang="fr"' in answer.content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_letter_speaks_its_readers_language(
    lea: User, client: Client, mailbox: Callable[[], list[Mail]], language: str
) -> None:
    client.post("/comptes/password/reset/", {"email": EMAIL}, headers={"Accept-Language": language})
    letter = mailbox()[-1]
    words = {"fr": "Saisissez ce code", "en": "Enter this code"}[language]
    assert words in letter.text
    assert words in letter.html
    assert letter.subject.startswith("[Trousse] ")
