"""Who finds a weakness finds somebody to tell."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

ADDRESS = "/.well-known/security.txt"
TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def fields(client: Client) -> dict[str, str]:
    answer = client.get(ADDRESS)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert len({line.partition(":")[0] for line in lines}) == len(lines)
    return dict(line.split(": ", 1) for line in lines)


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("securite@example.fr", "mailto:securite@example.fr"),
        ("https://example.fr/signaler", "https://example.fr/signaler"),
    ],
)
@time_machine.travel(TODAY, tick=False)
def test_it_says_whom_to_tell(client: Client, settings: Settings, contact: str, shown: str) -> None:
    settings.SECURITY_CONTACT = contact
    settings.SITE_URL = "https://trousse.example.fr"
    found = fields(client)
    assert found["Contact"] == shown
    assert found["Canonical"] == f"https://trousse.example.fr{ADDRESS}"
    expires = datetime.fromisoformat(found["Expires"])
    assert timedelta(days=30) < expires - TODAY < timedelta(days=365)


def test_it_is_missing_as_long_as_nobody_is_named(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get(ADDRESS).status_code == 404


def test_it_is_only_read(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "securite@example.fr"
    assert client.post(ADDRESS).status_code == 405
