"""Errors as people and programs meet them."""

import html

import pytest
from django.test import Client
from pytest_django import Settings

from trousse.accounts.models import User
from trousse.ui.error_wordings import WORDINGS

JSON = {"Accept": "application/json"}

pytestmark = [pytest.mark.urls("tests.ui.sample_urls"), pytest.mark.django_db]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("TrousseError", 400),
        ("NotAllowed", 403),
        ("NotFound", 404),
        ("Conflict", 409),
        ("InvalidInput", 422),
        ("TooManyRequests", 429),
    ],
)
def test_it_answers_each_error_with_its_status_and_advice(
    visitor: Client, name: str, status: int
) -> None:
    answer = visitor.get(f"/fail/{name}", headers={"Accept-Language": "en"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == status
    assert str(WORDINGS[status].title) in page
    assert str(WORDINGS[status].advice) in page


def test_it_shows_the_message_of_the_error_escaped(visitor: Client) -> None:
    answer = visitor.get("/words")
    assert answer.status_code == 409
    assert b"The poll &lt;b&gt;closed&lt;/b&gt;." in answer.content


def test_it_answers_json_to_a_program(visitor: Client) -> None:
    answer = visitor.get("/words", headers=JSON)
    assert answer.status_code == 409
    assert answer.json() == {
        "error": {"code": "conflict", "message": "The poll <b>closed</b>.", "field": "title"}
    }


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml,*/*;q=0.8", ""])
def test_it_answers_a_page_to_a_browser(visitor: Client, accept: str) -> None:
    assert visitor.get("/words", headers={"Accept": accept})["Content-Type"].startswith("text/html")


def test_it_speaks_french_by_default_and_english_on_request(visitor: Client) -> None:
    assert "Cette page est introuvable" in visitor.get("/nowhere").content.decode()
    english = visitor.get("/nowhere", headers={"Accept-Language": "en"}).content.decode()
    assert "This page cannot be found" in english
    assert '<html lang="en"' in english


def test_an_unknown_page_answers_json_to_a_program(visitor: Client) -> None:
    answer = visitor.get("/nowhere", headers=JSON)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_refused_permission_has_its_page(visitor: Client) -> None:
    answer = visitor.get("/forbidden")
    assert answer.status_code == 403
    assert "Vous ne pouvez pas faire cela" in html.unescape(answer.content.decode())


def test_a_wrong_method_has_its_page_and_names_the_right_one(visitor: Client) -> None:
    answer = visitor.get("/store")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "utilise pas ainsi" in answer.content.decode()


def test_a_form_without_its_token_explains_itself() -> None:
    answer = Client(enforce_csrf_checks=True).post("/store", {"name": "Léa", "email": "a@b.fr"})
    assert answer.status_code == 403
    assert "resté ouvert trop longtemps" in answer.content.decode()


def test_a_body_that_is_too_large_is_413(visitor: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = visitor.post("/store", {"name": "x" * 200, "email": "a@b.fr"})
    assert answer.status_code == 413
    assert "trop volumineux" in answer.content.decode()


def test_too_many_fields_are_413(visitor: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = visitor.post("/store", {f"field{number}": "x" for number in range(5)})
    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["/fail/a%00b", "/contact/?q=a%00b"])
def test_a_nul_in_the_address_is_400(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/%ff%fe", "/contact/?q=%ff%fe", "/%ed%a0%80"])
def test_bytes_that_are_no_text_never_break_the_server(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code in {200, 404}


def test_a_broken_multipart_body_is_400(visitor: Client) -> None:
    answer = visitor.generic("POST", "/store", b"x", content_type="multipart/form-data")
    assert answer.status_code == 400


@pytest.mark.django_db(transaction=True)
def test_text_that_no_database_stores_is_422(visitor: Client) -> None:
    body = {"email": "a@b.fr", "name": "\ud800"}
    answer = visitor.post("/store-json", body, content_type="application/json")
    assert answer.status_code == 422
    assert not User.objects.exists()


def test_any_other_wrong_value_stays_our_mistake(visitor: Client) -> None:
    answer = visitor.post("/store-json", b"not json", content_type="application/json")
    assert answer.status_code == 500


def test_a_form_in_another_charset_is_400(visitor: Client) -> None:
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    assert visitor.generic("POST", "/store", b"name=x", content_type=kind).status_code == 400


def test_a_foreign_host_is_400(visitor: Client) -> None:
    answer = visitor.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


def test_a_page_that_stopped_being_shared_says_so(client: Client) -> None:
    page = client.get("/rien-ici/", {"fin": "1"})
    assert page.status_code == 404
    assert "n’est plus partagée avec vous" in page.content.decode()


def test_a_page_that_answers_does_not_mind(client: Client, db: None) -> None:
    assert client.get("/", {"fin": "1"}).status_code == 200
