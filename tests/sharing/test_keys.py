"""Links with a key: what the browser keeps, what nothing else may keep."""

import logging
from io import StringIO

import pytest
from django.test import Client
from pytest_django import Settings

from trousse.accounts.current import KEYS_COOKIE, MOST_KEYS
from trousse.accounts.models import Guest, User
from trousse.core.logs.lines import JsonLine
from trousse.core.refs import Ref
from trousse.sharing.operations import grant_guest, open_link
from trousse.sharing.roles import Role

PAGE = "/partage/booklet/conseil/"


@pytest.fixture
def token(booklet: Ref, teacher: User) -> str:
    return open_link(booklet, Role.VIEW, by=teacher).token


def kept(client: Client) -> list[str]:
    cookie = client.cookies.get(KEYS_COOKIE)
    return cookie.value.split(".") if cookie and cookie.value else []


def test_the_browser_keeps_the_key_and_comes_back_without(client: Client, token: str) -> None:
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE, {"cle": token}).status_code == 200
    assert kept(client) == [token]
    assert client.get(PAGE).status_code == 200


def test_the_key_is_out_of_reach_of_scripts_and_other_sites(
    client: Client, token: str, settings: Settings
) -> None:
    settings.SECURE_SITE = True
    client.get(PAGE, {"cle": token})
    cookie = client.cookies[KEYS_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert (cookie["max-age"], cookie["path"]) == (180 * 24 * 3600, "/")


def test_a_page_with_a_key_stays_out_of_caches_and_indexes(client: Client, token: str) -> None:
    for given in (token, "x" * 32):
        headers = client.get(PAGE, {"cle": given}).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("key", ["x" * 32, "x", "a.b", "", "é" * 32])
def test_a_key_that_opens_nothing_is_not_kept(client: Client, token: str, key: str) -> None:
    assert client.get(PAGE, {"cle": key}).status_code == 404
    assert kept(client) == []


def test_the_newest_keys_push_out_the_oldest(client: Client, token: str) -> None:
    old = ["k" * 31 + chr(ord("A") + number) for number in range(MOST_KEYS)]
    client.cookies[KEYS_COOKIE] = ".".join(old)
    client.get(PAGE, {"cle": token})
    assert kept(client) == [token, *old[:-1]]
    client.get(PAGE, {"cle": token})
    assert kept(client) == [token, *old[:-1]]


def test_a_crowded_cookie_is_read_in_part(client: Client, token: str) -> None:
    client.cookies[KEYS_COOKIE] = ".".join(["k" * 32] * MOST_KEYS + [token])
    assert client.get(PAGE).status_code == 404


def test_no_log_line_holds_a_key(
    client: Client, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLine())
    logging.getLogger().addHandler(handler)
    try:
        client.get(PAGE, {"cle": token})
        client.get("/nulle-part/", {"cle": token})
        logging.getLogger("trousse.tests").warning("asked for %s?cle=%s", PAGE, token)
    finally:
        logging.getLogger().removeHandler(handler)
    assert written.getvalue().count("\n") >= 3
    assert token not in written.getvalue()


def test_the_page_of_a_guest_lists_what_they_were_given(
    booklet: Ref, teacher: User, nadia: tuple[Guest, str], client: Client
) -> None:
    guest, token = nadia
    grant_guest(booklet, guest, Role.TAKE_PART, by=teacher)
    grant_guest(Ref("booklet", "missing"), guest, Role.VIEW, by=teacher)
    page = client.get("/invite/", {"cle": token}).content.decode()
    assert "Nadia" in page
    assert 'href="/livrets/conseil/"' in page
    assert "Peut répondre" in page
    assert "missing" not in page
    assert "23 mai 2026" not in page
    assert "Livret conseil" in client.get("/invite/").content.decode()


def test_a_stranger_is_told_how_to_come_in(client: Client, db: None) -> None:
    page = client.get("/invite/").content.decode()
    assert "Ouvrez le lien personnel" in page


def test_a_browser_can_forget_a_guest(nadia: tuple[Guest, str], client: Client) -> None:
    guest, token = nadia
    client.get("/invite/", {"cle": token})
    assert client.post("/invite/oublier/", {"guest": guest.public_id}).status_code == 302
    assert kept(client) == []
    assert client.post("/invite/oublier/", {"guest": guest.public_id}).status_code == 404


def test_who_signs_in_may_keep_what_they_had_as_a_guest(
    booklet: Ref, teacher: User, head: User, nadia: tuple[Guest, str], as_head: Client
) -> None:
    guest, token = nadia
    grant_guest(booklet, guest, Role.TAKE_PART, by=teacher)
    as_head.get("/invite/", {"cle": token})
    assert as_head.post("/invite/garder/", {"guest": guest.public_id}).status_code == 302
    assert kept(as_head) == []
    assert as_head.get(PAGE).status_code == 200
    guest.refresh_from_db()
    assert guest.user == head


def test_nobody_takes_over_a_guest_without_its_key(
    booklet: Ref, teacher: User, nadia: tuple[Guest, str], as_outsider: Client, client: Client
) -> None:
    sent = {"guest": nadia[0].public_id}
    assert as_outsider.post("/invite/garder/", sent).status_code == 404
    assert client.post("/invite/garder/", sent).headers["Location"].startswith("/comptes/")
    assert as_outsider.get("/invite/garder/").status_code == 405
    assert not Guest.objects.filter(user__isnull=False).exists()
