"""Supervisors learn whether the instance is alive and ready, in words."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from tests.core.sample_facts import Recorder, receiving, tell
from tests.core.sample_tasks import note
from trousse.core.clock import now
from trousse.core.health import checks
from trousse.core.mail import Letter, queue_letter
from trousse.core.models import Delivery, Mail, Worker
from trousse.core.tasks import enqueue
from trousse.core.tasks.liveness import living


@pytest.fixture
def worker(db: None) -> None:
    Worker.objects.create(id="somewhere-else")


def readiness(client: Client, expected_status: int = 200) -> dict[str, Any]:
    response = client.get("/readyz", headers={"accept-language": "en"})
    assert response.status_code == expected_status
    assert response.headers["Content-Type"] == "application/health+json"
    assert "Set-Cookie" not in response.headers
    found: dict[str, Any] = response.json()
    return found


def output(found: dict[str, Any], name: str) -> str:
    (only,) = found["checks"][name]
    return f"{only['status']}: {only.get('output', '')}"


def test_it_is_alive_without_asking_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "pass"})
    assert "no-store" in response.headers["Cache-Control"]


def test_it_answers_to_head_and_get_only(client: Client, db: None) -> None:
    assert client.head("/readyz").status_code == 200
    assert client.post("/readyz").status_code == 405


def test_everything_in_order_is_a_pass(client: Client, worker: None) -> None:
    found = readiness(client)
    assert found["status"] == "pass"
    names = {"database", "mail", "migrations", "outbox", "storage", "tasks", "worker"}
    assert set(found["checks"]) == names


def test_without_worker_it_warns(client: Client, db: None) -> None:
    Worker.objects.create(id="stale", beat_at=now() - timedelta(seconds=31))
    found = readiness(client)
    assert found["status"] == "warn"
    assert output(found, "worker").startswith("warn: No worker is running")


@pytest.mark.django_db(transaction=True)
def test_a_worker_shows_as_long_as_it_lives(client: Client) -> None:
    with living("w1"):
        assert output(readiness(client), "worker") == "pass: "
    assert output(readiness(client), "worker").startswith("warn")


def test_a_missing_migration_is_a_failure(client: Client, worker: None) -> None:
    (last,) = MigrationLoader(connection).graph.leaf_nodes("core")
    MigrationRecorder(connection).record_unapplied(*last)
    found = readiness(client, 503)
    assert output(found, "migrations") == "fail: 1 migration is not applied."


def test_a_database_that_does_not_answer_is_a_failure(
    client: Client, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("password of trousse at db.example.fr")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "ensure_connection", refuse)
        found = readiness(client, 503)
    assert output(found, "database") == "fail: The database does not answer (OperationalError)."


@pytest.mark.django_db(transaction=True)
def test_a_read_only_database_is_a_failure(client: Client) -> None:
    word = {"sqlite": "PRAGMA query_only", "postgresql": "SET default_transaction_read_only"}
    with connection.cursor() as cursor:
        cursor.execute(f"{word[connection.vendor]} = on")
    try:
        found = readiness(client, 503)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"{word[connection.vendor]} = off")
    assert output(found, "database").startswith("fail: The database does not accept writes")


def test_a_storage_that_cannot_be_written_is_a_failure(
    client: Client, worker: None, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "missing"
    assert output(readiness(client, 503), "storage").startswith("fail: The data directory")


@pytest.mark.parametrize(("free", "status"), [(400_000_000, 200), (40_000_000, 503)])
def test_little_room_warns_then_fails(
    client: Client, worker: None, monkeypatch: pytest.MonkeyPatch, free: int, status: int
) -> None:
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: usage)
    words = f"Only {free // 1_000_000} MB are free in the data directory."
    assert output(readiness(client, status), "storage").endswith(words)


def test_a_silent_redis_is_a_failure(client: Client, worker: None, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert output(readiness(client, 503), "redis").startswith("fail: Redis does not answer")


def test_dead_and_orphan_deliveries_warn(client: Client, worker: None) -> None:
    with receiving("tests.recorder", Recorder()):
        tell()
        Delivery.objects.update(status=Delivery.Status.DEAD)
        words = "warn: Dead deliveries: 1, without receiver: 0. See the outbox command."
        assert output(readiness(client), "outbox") == words
    assert "without receiver: 1" in output(readiness(client), "outbox")


def test_late_and_failed_mail_warns(client: Client, worker: None) -> None:
    for key in ("late", "failed", "fresh"):
        queue_letter(Letter(key=key, to="lea@example.fr", subject="S", text="T"))
    Mail.objects.filter(key="late").update(created_at=now() - timedelta(minutes=11))
    Mail.objects.filter(key="failed").update(status=Mail.Status.FAILED)
    found = readiness(client)
    words = "warn: Mails waiting for long: 1, given up in the last day: 1."
    assert output(found, "mail") == words
    assert "lea" not in str(found)


def test_failed_tasks_warn(client: Client, worker: None) -> None:
    enqueue(note, word="a")
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=now())
    assert output(readiness(client), "tasks") == "warn: 1 task failed for good in the last day."
