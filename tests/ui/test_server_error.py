"""The page of an internal error: it must stand when everything else fell."""

import sqlite3

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from pytest_django import Settings

from trousse.ui.views import server_error

pytestmark = pytest.mark.urls("tests.ui.sample_urls")
# No database mark on purpose: touching the database here fails the test.


def test_it_needs_no_database() -> None:
    answer = server_error(RequestFactory().get("/crash"))
    assert answer.status_code == 500
    assert "Trousse a fait une erreur" in answer.content.decode()
    assert b"theme-neutral.css" in answer.content


def test_it_follows_language_and_colours_of_the_visitor() -> None:
    request = RequestFactory().get("/crash", headers={"Accept-Language": "en"})
    request.COOKIES["trousse_theme"] = "dark"
    page = server_error(request).content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert "Trousse made a mistake" in page


def test_it_stands_without_collected_files(settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    page = server_error(RequestFactory().get("/crash")).content.decode()
    assert "stylesheet" not in page
    assert "Trousse a fait une erreur" in page


def test_it_answers_json_to_a_program() -> None:
    answer = server_error(RequestFactory().get("/crash", headers={"Accept": "application/json"}))
    assert b'"code": "server_error"' in answer.content


def test_a_crash_leads_to_it() -> None:
    answer = Client(raise_request_exception=False).get("/crash")
    assert answer.status_code == 500
    assert "Trousse a fait une erreur" in answer.content.decode()


def _fill_a_database() -> None:
    """Write to an SQLite that may have three pages until it refuses."""
    with sqlite3.connect(":memory:") as database:
        database.execute("PRAGMA max_page_count = 3")
        database.execute("CREATE TABLE lines (words TEXT)")
        for _ in range(100):
            database.execute("INSERT INTO lines VALUES (?)", ("w" * 500,))


def test_it_says_that_the_disk_is_full() -> None:
    try:
        try:
            _fill_a_database()
        except sqlite3.OperationalError as refused:
            raise OperationalError(str(refused)) from refused
    except OperationalError:
        answer = server_error(RequestFactory().get("/crash"))
    assert answer.status_code == 507
    assert "n’a plus de place pour écrire" in answer.content.decode()


def test_a_file_without_room_is_said_alike() -> None:
    try:
        with open("/dev/full", "wb", buffering=0) as full:  # noqa: PTH123  # a device that is full
            full.write(b"bytes")
    except OSError:
        answer = server_error(RequestFactory().get("/x", headers={"Accept": "application/json"}))
    assert answer.status_code == 507
    assert b'"code": "no_room"' in answer.content


def test_another_error_of_the_database_is_a_mistake() -> None:
    try:
        sqlite3.connect(":memory:").execute("SELECT * FROM nowhere")
    except sqlite3.OperationalError:
        answer = server_error(RequestFactory().get("/crash"))
    assert answer.status_code == 500
