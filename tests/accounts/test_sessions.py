import re
from datetime import UTC, datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from tests.accounts.conftest import sign_in
from trousse.accounts.browsers import browser_name
from trousse.accounts.models import User
from trousse.accounts.operations import create_person
from trousse.accounts.retention import forget_ended_sessions

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def elsewhere(as_lea: Client) -> Client:
    """Léa's phone, signed in after her computer."""
    phone = Client(headers={"User-Agent": PHONE})
    sign_in(phone)
    return phone


def shown_ids(client: Client) -> list[str]:
    return re.findall(
        r'name="session"\s+value="([^"]+)"', client.get("/comptes/sessions/").content.decode()
    )


def is_in(client: Client) -> bool:
    return client.get("/comptes/").status_code == 200


def test_it_lists_browsers_by_name_the_present_one_first(as_lea: Client, elsewhere: Client) -> None:
    page = as_lea.get("/comptes/sessions/").content.decode()
    assert page.index("Ce navigateur") < page.index("Chrome, Android")
    assert len(shown_ids(as_lea)) == 1


def test_it_signs_one_browser_out(as_lea: Client, elsewhere: Client) -> None:
    as_lea.post("/comptes/sessions/fermer/", {"session": shown_ids(as_lea)[0]})
    assert not is_in(elsewhere)
    assert is_in(as_lea)


def test_a_second_time_says_that_it_is_over(as_lea: Client, elsewhere: Client) -> None:
    known = {"session": shown_ids(as_lea)[0]}
    as_lea.post("/comptes/sessions/fermer/", known)
    assert as_lea.post("/comptes/sessions/fermer/", known).status_code == 404


@pytest.mark.parametrize("wrong", ["", "x", "0" * 22, "\x00"])
def test_an_unknown_session_is_not_found(as_lea: Client, wrong: str) -> None:
    assert as_lea.post("/comptes/sessions/fermer/", {"session": wrong}).status_code in {400, 404}


def test_the_sessions_of_somebody_else_are_out_of_reach(as_lea: Client, elsewhere: Client) -> None:
    stolen = shown_ids(as_lea)[0]
    create_person("karim@college.example", "une-phrase-de-passe")
    karim = Client()
    sign_in(karim, "karim@college.example")
    assert karim.post("/comptes/sessions/fermer/", {"session": stolen}).status_code == 404
    assert is_in(elsewhere)
    assert "Chrome, Android" not in karim.get("/comptes/sessions/").content.decode()


def test_it_signs_all_the_others_out(as_lea: Client, elsewhere: Client) -> None:
    as_lea.post("/comptes/sessions/fermer-tout/")
    assert is_in(as_lea)
    assert not is_in(elsewhere)


def test_it_signs_out_everywhere(as_lea: Client, elsewhere: Client) -> None:
    answer = as_lea.post("/comptes/sessions/fermer-tout/", {"everywhere": "1"})
    assert answer["Location"] == "/comptes/login/"
    assert not is_in(as_lea)
    assert not is_in(elsewhere)


def test_a_closed_session_leaves_nothing_behind(as_lea: Client, elsewhere: Client) -> None:
    key = elsewhere.session.session_key
    as_lea.post("/comptes/sessions/fermer-tout/")
    assert not Session.objects.filter(session_key=key).exists()
    assert not [name for name in cache._cache if key in name]  # type: ignore[attr-defined]
    assert UserSession.objects.count() == 1


@pytest.mark.parametrize("page", ["fermer/", "fermer-tout/"])
def test_closing_needs_a_form_and_a_person(as_lea: Client, page: str) -> None:
    assert as_lea.get(f"/comptes/sessions/{page}").status_code == 405
    assert Client().post(f"/comptes/sessions/{page}").status_code == 302


def test_neither_keys_nor_addresses_are_kept_or_shown(as_lea: Client, lea: User) -> None:
    row = UserSession.objects.get(user=lea)
    page = as_lea.get("/comptes/sessions/").content.decode()
    assert row.session_key not in page
    assert row.ip == "0.0.0.0"  # noqa: S104
    assert "127.0.0.1" not in page


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit Chrome/130 Safari/537 Edg/130", "Edge, macOS"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_browsers_are_named_as_people_know_them(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name


def test_sessions_that_are_over_are_forgotten(as_lea: Client, elsewhere: Client) -> None:
    Session.objects.filter(session_key=elsewhere.session.session_key).update(
        expire_date=datetime(2020, 1, 1, tzinfo=UTC)
    )
    forget_ended_sessions()
    assert [row.session_key for row in UserSession.objects.order_by("pk")] == [
        as_lea.session.session_key
    ]
    assert Session.objects.count() == 1
    assert is_in(as_lea)
