"""Log lines can be followed by request id and say nothing about people."""

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client
from django.urls import path
from pytest_django import Settings

from trousse.core import audit
from trousse.core.ids import new_public_id
from trousse.core.logs import request_id, request_id_is
from trousse.core.logs.config import logging_config
from trousse.core.logs.lines import JsonLine, TextLine, WithoutPaths
from trousse.core.logs.scrubbing import scrub
from trousse.core.models import AuditEntry
from trousse.core.refs import Ref

SECRET = "Zk3yQ0mM8rT4uV7wX1aB2c"


def seen_id(_request: HttpRequest, secret: str) -> HttpResponse:
    return HttpResponse(request_id())


async def seen_id_async(_request: HttpRequest) -> HttpResponse:
    await asyncio.sleep(0)
    return HttpResponse(request_id())


def break_down(_request: HttpRequest, secret: str) -> HttpResponse:
    raise RuntimeError(f"lea@example.fr used {secret}")


def be_unavailable(_request: HttpRequest, secret: str) -> HttpResponse:
    return HttpResponse(status=503)


def write_audit(_request: HttpRequest) -> HttpResponse:
    audit.record("tests:poll:note", subject=Ref("poll", "abc"))
    return HttpResponse()


urlpatterns = [
    path("seen/<secret>", seen_id, name="seen"),
    path("seen-async", seen_id_async, name="seen-async"),
    path("broken/<secret>", break_down, name="broken"),
    path("unavailable/<secret>", be_unavailable, name="unavailable"),
    path("audited", write_audit, name="audited"),
]


class Lines(logging.Handler):
    """Keeps the lines as the console would write them."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLine())
        self.addFilter(WithoutPaths())
        self.written: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(json.loads(self.format(record)))


@pytest.fixture
def lines(settings: Settings) -> Iterator[list[dict[str, object]]]:
    settings.ROOT_URLCONF = __name__
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler.written
    logging.getLogger().removeHandler(handler)


def test_each_request_has_an_id_in_its_answer_and_its_lines(
    client: Client, lines: list[dict[str, object]]
) -> None:
    response = client.get(f"/seen/{SECRET}")
    assert response.headers["X-Request-ID"] == response.content.decode()
    (line,) = lines
    assert line["request_id"] == response.content.decode()
    assert client.get(f"/seen/{SECRET}").content != response.content
    assert request_id() == ""


def test_the_access_line_names_the_route_and_not_the_path(
    client: Client, lines: list[dict[str, object]]
) -> None:
    client.get(f"/seen/{SECRET}?mail=lea@example.fr", REMOTE_ADDR="203.0.113.9")
    (line,) = lines
    assert (line["method"], line["route"], line["status"]) == ("GET", "seen", 200)
    assert isinstance(line["duration_ms"], float)
    for forbidden in (SECRET, "lea@example.fr", "203.0.113.9"):
        assert forbidden not in json.dumps(line)


def test_a_page_that_does_not_exist_leaves_one_line_without_its_path(
    client: Client, lines: list[dict[str, object]]
) -> None:
    client.get(f"/nowhere/{SECRET}", headers={"accept": "application/json"})
    assert [line["route"] for line in lines] == ["unknown"]


def test_a_failure_is_told_without_address_and_secret(
    client: Client, lines: list[dict[str, object]]
) -> None:
    client.raise_request_exception = False
    response = client.get(f"/broken/{SECRET}")
    error, access = lines
    assert (error["logger"], error["message"]) == (
        "django.request",
        "Internal Server Error: broken",
    )
    assert "RuntimeError: [address] used [id]" in str(error["error"])
    assert error["request_id"] == access["request_id"] == response.headers["X-Request-ID"]
    assert access["status"] == 500


def test_a_line_of_django_after_our_middleware_has_the_id_too(
    client: Client, lines: list[dict[str, object]]
) -> None:
    response = client.get(f"/unavailable/{SECRET}")
    (refused,) = [line for line in lines if line["logger"] == "django.request"]
    assert refused["message"] == "Service Unavailable: unavailable"
    assert refused["request_id"] == response.headers["X-Request-ID"]


def test_an_id_from_outside_counts_only_behind_a_trusted_proxy(
    client: Client, lines: list[dict[str, object]], settings: Settings
) -> None:
    given = {"X-Request-ID": "abcd-1234-abcd"}
    assert client.get("/seen/a", headers=given).content != b"abcd-1234-abcd"
    settings.TRUSTED_PROXIES = 1
    assert client.get("/seen/a", headers=given).content == b"abcd-1234-abcd"


@pytest.mark.parametrize("bad", ["short", "x" * 65, "abcd 1234 abcd", "abcdefgh\tforged", "é" * 10])
def test_an_ill_formed_id_from_outside_is_replaced(
    client: Client, lines: list[dict[str, object]], settings: Settings, bad: str
) -> None:
    settings.TRUSTED_PROXIES = 1
    assert client.get("/seen/a", headers={"X-Request-ID": bad}).content.decode() != bad


def test_requests_served_together_keep_their_own_ids(
    lines: list[dict[str, object]],
) -> None:
    async def ask() -> list[str]:
        client = AsyncClient()
        answers = await asyncio.gather(*[client.get("/seen-async") for _request in range(5)])
        assert all(a.headers["X-Request-ID"] == a.content.decode() for a in answers)
        return [answer.content.decode() for answer in answers]

    identifiers = asyncio.run(ask())
    assert len(set(identifiers)) == 5
    assert sorted(str(line["request_id"]) for line in lines) == sorted(identifiers)


def test_audit_entries_carry_the_id(
    db: None, client: Client, lines: list[dict[str, object]]
) -> None:
    response = client.get("/audited")
    assert AuditEntry.objects.get().request_id == response.headers["X-Request-ID"]


def test_a_text_line_says_the_same() -> None:
    record = logging.makeLogRecord(
        {"name": "trousse.access", "levelname": "INFO", "msg": "request", "route": "home"}
    )
    with request_id_is("0123456789abcdef"):
        line = TextLine().format(record)
    assert line.endswith("INFO trousse.access request request_id=0123456789abcdef route=home")


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("to lea.b@ac-lyon.fr now", "to [address] now"),
        (f"/sondages/{SECRET}/voter", "/sondages/[id]/voter"),
        ("oops\nDETAIL: Key (email)=(x) exists.", "oops\nDETAIL: …"),
        ("trousse.core.outbox.delivering", "trousse.core.outbox.delivering"),
        ("SSLCertVerificationError", "SSLCertVerificationError"),
        ("test_it_refuses_a_closed_poll", "test_it_refuses_a_closed_poll"),
    ],
)
def test_scrubbing_masks_people_and_links_only(text: str, scrubbed: str) -> None:
    assert scrub(text) == scrubbed


def test_scrubbing_masks_random_ids() -> None:
    kept = [token for token in (new_public_id() for _ in range(20_000)) if scrub(token) != "[id]"]
    assert len(kept) < 40


def test_objects_and_newlines_cannot_forge_a_line() -> None:
    record = logging.makeLogRecord({"msg": 'a\n{"level": "ERROR"}', "user": object()})
    line = JsonLine().format(record)
    assert "\n" not in line
    assert "user" not in json.loads(line)


def test_nothing_is_mailed_and_uvicorn_writes_no_path() -> None:
    config = logging_config("json", "INFO")
    assert set(config["handlers"]) == {"console"}
    assert config["loggers"]["uvicorn.access"] == {"handlers": [], "propagate": False}
