from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.conftest import EMAIL, PASSWORD, sign_in
from trousse.accounts.models import User
from trousse.accounts.operations import create_person
from trousse.core.models import Mail

FORM = {
    "first_name": "Léa",
    "last_name": "Martin-Duval",
    "language": "fr",
    "time_zone": "Indian/Reunion",
}
PAGES = [
    "/comptes/",
    "/comptes/sessions/",
    "/comptes/email/",
    "/comptes/password/change/",
    "/comptes/2fa/",
    "/comptes/2fa/totp/activate/",
    "/comptes/2fa/webauthn/add/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_led_to_sign_in_and_back(client: Client, db: None, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 302
    assert unquote(answer["Location"]) == f"/comptes/login/?next={page}"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_menu_with_itself_marked(as_sure_lea: Client, page: str) -> None:
    text = as_sure_lea.get(page).content.decode()
    assert text.count('aria-current="page"') == 1
    assert text.count("<h1") == 1


def test_it_changes_names_and_time_zone(as_lea: Client, lea: User) -> None:
    assert as_lea.post("/comptes/", FORM)["Location"] == "/comptes/"
    lea.refresh_from_db()
    assert (lea.last_name, lea.time_zone) == ("Martin-Duval", "Indian/Reunion")
    assert "Votre compte est à jour." in as_lea.get("/comptes/").content.decode()


def test_saying_the_same_twice_changes_nothing(as_lea: Client, lea: User) -> None:
    for _ in range(2):
        assert as_lea.post("/comptes/", FORM).status_code == 302
    lea.refresh_from_db()
    assert lea.last_name == "Martin-Duval"


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_name": ""},
        {"last_name": "x" * 101},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_it_refuses_what_makes_no_sense(as_lea: Client, lea: User, wrong: dict[str, str]) -> None:
    answer = as_lea.post("/comptes/", FORM | wrong)
    assert answer.status_code == 422
    assert "fr-error-text" in answer.content.decode()
    lea.refresh_from_db()
    assert (lea.last_name, lea.language, lea.time_zone) == ("Martin", "fr", "Europe/Paris")


def test_nobody_can_give_themselves_powers(as_lea: Client, lea: User) -> None:
    as_lea.post("/comptes/", FORM | {"is_staff": "1", "is_superuser": "1", "email": "x@x.example"})
    lea.refresh_from_db()
    assert (lea.is_staff, lea.is_superuser, lea.email) == (False, False, EMAIL)


def test_somebody_abroad_keeps_their_time_zone(as_lea: Client, lea: User) -> None:
    User.objects.update(time_zone="Asia/Tokyo")
    assert as_lea.post("/comptes/", FORM | {"time_zone": "Asia/Tokyo"}).status_code == 302


def test_pages_come_in_the_language_of_the_account(as_lea: Client, lea: User) -> None:
    as_lea.post("/comptes/", FORM | {"language": "en"})
    page = as_lea.get("/comptes/", headers={"Accept-Language": "fr"})
    assert '<html lang="en"' in page.content.decode()
    assert page["Content-Language"] == "en"
    elsewhere = Client()
    sign_in(elsewhere)
    assert '<html lang="en"' in elsewhere.get("/comptes/").content.decode()


def test_the_language_stays_after_signing_out(as_lea: Client) -> None:
    as_lea.post("/comptes/", FORM | {"language": "en"})
    as_lea.post("/comptes/logout/")
    assert '<html lang="en"' in as_lea.get("/comptes/login/").content.decode()


def test_the_time_zone_of_one_person_does_not_reach_the_next(as_lea: Client, lea: User) -> None:
    User.objects.update(time_zone="Indian/Reunion")
    as_lea.get("/comptes/")
    Client().get("/comptes/login/")
    assert timezone.get_current_timezone_name() == "Europe/Paris"


def test_a_time_zone_that_left_the_world_does_not_stop_the_page(as_lea: Client) -> None:
    User.objects.update(time_zone="Europe/Atlantis", language="zz")
    assert as_lea.get("/comptes/").status_code == 200


def test_a_visitor_changes_the_language_of_this_browser(client: Client, db: None) -> None:
    answer = client.post("/comptes/langue/", {"language": "en", "next": "/comptes/login/"})
    assert answer["Location"] == "/comptes/login/"
    assert '<html lang="en"' in client.get("/comptes/login/").content.decode()


def test_the_switch_of_every_page_changes_the_account_too(as_lea: Client, lea: User) -> None:
    as_lea.post("/comptes/langue/", {"language": "en", "next": "/"})
    lea.refresh_from_db()
    assert lea.language == "en"
    assert '<html lang="en"' in as_lea.get("/comptes/").content.decode()


@pytest.mark.parametrize("language", ["", "de", "fr; Path=/", "\x00"])
def test_an_unknown_language_is_refused(client: Client, db: None, language: str) -> None:
    answer = client.post("/comptes/langue/", {"language": language})
    assert answer.status_code in {400, 422}
    assert "trousse_language" not in client.cookies


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", ""])
def test_the_switch_leads_to_no_other_site(client: Client, db: None, target: str) -> None:
    answer = client.post("/comptes/langue/", {"language": "fr", "next": target})
    assert answer["Location"] == "/"


def test_the_switch_is_a_form(client: Client, db: None) -> None:
    assert client.get("/comptes/langue/").status_code == 405


def test_a_changed_password_signs_the_other_browsers_out(
    as_lea: Client, lea: User, mailbox: Callable[[], list[Mail]]
) -> None:
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(other)
    new = "encore-une-phrase"
    as_lea.post(
        "/comptes/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"},
    )
    assert as_lea.get("/comptes/").status_code == 200
    assert other.get("/comptes/").status_code == 302
    warning = mailbox()[-1]
    assert warning.subject == "[Trousse] Votre mot de passe a changé"
    assert "Firefox, Linux" in warning.text
    assert "http://localhost:8000/comptes/sessions/" in warning.text
    assert "127.0.0.1" not in warning.text + warning.html


def test_the_present_password_is_asked_for(as_lea: Client, lea: User) -> None:
    form = {"oldpassword": "wrong", "password1": "x" * 12, "password2": "x" * 12}
    as_lea.post("/comptes/password/change/", form)
    lea.refresh_from_db()
    assert lea.check_password(PASSWORD)


def test_a_new_address_counts_once_its_code_is_given(
    as_lea: Client, lea: User, last_code: Callable[[], str], mailbox: Callable[[], list[Mail]]
) -> None:
    answer = as_lea.post("/comptes/email/", {"email": "lea@lycee.example", "action_add": ""})
    assert answer["Location"].startswith("/comptes/reauthenticate/")
    answer = as_lea.post(answer["Location"], {"password": PASSWORD})
    lea.refresh_from_db()
    assert lea.email == EMAIL
    as_lea.post(answer["Location"], {"code": last_code()})
    lea.refresh_from_db()
    assert lea.email == "lea@lycee.example"
    assert {letter.to for letter in mailbox()} == {EMAIL, "lea@lycee.example"}
    assert sign_in(Client(), "lea@lycee.example").status_code == 302


def test_the_address_of_somebody_else_cannot_be_taken(as_sure_lea: Client, lea: User) -> None:
    create_person("karim@college.example")
    as_sure_lea.post("/comptes/email/", {"email": "karim@college.example", "action_add": ""})
    lea.refresh_from_db()
    assert lea.email == EMAIL
