"""What the server says to the worker: who reads, what may be kept; and the worker itself."""

import json
import re
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from trousse.accounts.models import User
from trousse.ui.offline import worker
from trousse.ui.offline.pages import may_be_kept, pages_always_kept, readable_offline


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("lea@college.example", first_name="Léa", last_name="Martin")


@pytest.fixture
def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def stay_signed_in(client: Client, seconds: int) -> None:
    session = client.session
    session.set_expiry(seconds)
    session.save()


def test_a_visitor_is_nobody_and_may_keep_the_home_page(db: None, client: Client) -> None:
    answer = client.get("/")
    assert answer["Trousse-Reader"] == "nobody"
    assert answer["Trousse-Keep"] == "1"
    assert "data-reader" not in answer.content.decode()


def test_signing_in_alone_keeps_nothing_on_the_device(browser: Client) -> None:
    answer = browser.get("/")
    assert answer["Trousse-Reader"] == "nobody"
    assert "Trousse-Keep" not in answer
    assert "data-reader" not in answer.content.decode()


def test_staying_signed_in_keeps_pages_until_one_says_no(browser: Client) -> None:
    stay_signed_in(browser, 14 * 24 * 3600)
    answer = browser.get("/")
    reader = answer["Trousse-Reader"]
    assert re.fullmatch(r"[0-9a-f]{24}", reader)
    assert answer["Trousse-Keep"] == "1"
    assert f'data-reader="{reader}"' in answer.content.decode()
    browser.post("/hors-ligne/reglage", {"offline": "off"})
    assert browser.get("/")["Trousse-Reader"] == "nobody"


def test_a_session_that_ends_with_the_browser_keeps_nothing(browser: Client) -> None:
    stay_signed_in(browser, 0)
    assert browser.get("/")["Trousse-Reader"] == "nobody"


def test_the_setting_is_turned_on_and_off_in_my_account(browser: Client) -> None:
    assert 'name="offline" value="on"' in browser.get("/comptes/").content.decode()
    answer = browser.post("/hors-ligne/reglage", {"offline": "on", "next": "/comptes/"})
    assert answer["Location"] == "/comptes/"
    cookie = answer.cookies["trousse_offline"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("on", True, "Lax")
    assert browser.get("/")["Trousse-Reader"] != "nobody"
    assert 'name="offline" value="off"' in browser.get("/comptes/").content.decode()
    browser.post("/hors-ligne/reglage", {"offline": "off"})
    assert browser.get("/")["Trousse-Reader"] == "nobody"


def test_an_unknown_choice_changes_nothing(client: Client) -> None:
    answer = client.post("/hors-ligne/reglage", {"offline": "x", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert "trousse_offline" not in answer.cookies
    assert client.get("/hors-ligne/reglage").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_two_people_have_two_names_and_one_keeps_theirs(browser: Client, person: User) -> None:
    other = Client()
    other.force_login(User.objects.create_user("karim@college.example"))
    for client in (browser, other):
        client.cookies["trousse_offline"] = "on"
    mine, theirs = browser.get("/")["Trousse-Reader"], other.get("/")["Trousse-Reader"]
    assert mine != theirs
    assert browser.get("/contact/")["Trousse-Reader"] == mine
    assert person.public_id not in mine


@pytest.mark.parametrize(
    "address",
    ["/comptes/", "/comptes/sessions/", "/comptes/mes-donnees/", "/?cle=x", "/inconnue"],
)
def test_accounts_keys_and_errors_are_never_kept(browser: Client, address: str) -> None:
    browser.cookies["trousse_offline"] = "on"
    assert "Trousse-Keep" not in browser.get(address)


def test_signing_out_tells_the_worker(browser: Client) -> None:
    browser.cookies["trousse_offline"] = "on"
    assert browser.get("/")["Trousse-Reader"] != "nobody"
    browser.post("/comptes/logout/")
    assert browser.get("/")["Trousse-Reader"] == "nobody"


def test_only_listed_pages_at_their_plain_address(client: Client, db: None) -> None:
    request = RequestFactory().get("/contact/")
    request.resolver_match = client.get("/contact/").resolver_match
    assert not may_be_kept(request, by_visitor=False)
    assert "/" in pages_always_kept()
    readable_offline("nowhere:list", before_opened=True)
    assert "/" in pages_always_kept()  # a room that is not mounted is left out


# --- The worker ------------------------------------------------------------------------------


def config_of(answer: HttpResponse) -> dict[str, object]:
    first_line = answer.content.decode().split("\n")[0]
    found: dict[str, object] = json.loads(first_line.removeprefix("self.trousse=").rstrip(";"))
    return found


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    worker._config.cache_clear()  # kept for the life of a process
    monkeypatch.setattr(worker, "_built_worker", lambda: "console.log(1)")


@pytest.mark.usefixtures("built")
def test_the_worker_knows_its_files_and_its_words(client: Client) -> None:
    answer = client.get("/sw.js")
    config = config_of(answer)
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "script-src" not in policy
    assert config["pages"] == {"fr": "/hors-ligne/fr/", "en": "/hors-ligne/en/"}
    assert "/static/main.js" in config["shell"]  # type: ignore[operator]  # a list of the JSON
    assert config["words"]["fr"]["staySignedIn"] == "Rester connecté"  # type: ignore[index]
    assert config["words"]["en"]["staySignedIn"] == "Stay signed in"  # type: ignore[index]


@pytest.mark.usefixtures("built")
def test_its_version_follows_the_build(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = config_of(client.get("/sw.js"))["version"]
    assert config_of(client.get("/sw.js"))["version"] == first
    monkeypatch.setattr(worker, "_built_worker", lambda: "console.log(2)")
    assert config_of(client.get("/sw.js"))["version"] != first


def test_without_a_build_the_worker_takes_leave(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_built_worker", lambda: "")
    assert "unregister" in client.get("/sw.js").content.decode()


@pytest.mark.parametrize(("language", "words"), [("fr", "Pas de réseau"), ("en", "No network")])
def test_the_offline_page_belongs_to_nobody(client: Client, language: str, words: str) -> None:
    page = client.get(f"/hors-ligne/{language}/").content.decode()
    assert f'<html lang="{language}"' in page
    assert words in page
    assert "<!-- kept pages -->" in page
    assert "csrfmiddlewaretoken" not in page


def test_pages_get_the_words_of_their_language(client: Client, settings: Settings) -> None:
    answer = client.get("/hors-ligne/fr/mots")
    assert answer.json()["csrfCookie"] == settings.CSRF_COOKIE_NAME
    assert "{when}" in answer.json()["words"]["waiting"]
    assert client.get("/hors-ligne/de/mots").status_code == HTTPStatus.NOT_FOUND
    assert client.get("/hors-ligne/de/").status_code == HTTPStatus.NOT_FOUND


def test_the_policy_names_the_worker(client: Client, db: None) -> None:
    assert "worker-src 'self'" in client.get("/contact/")["Content-Security-Policy"]
