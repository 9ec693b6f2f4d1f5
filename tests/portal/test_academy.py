"""What the académie tells on the home page: news of today, and the next school holidays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories.directory import EstablishmentFactory, academy_called, affiliated
from trousse.accounts.models import User
from trousse.library.models import Announcement, Entry

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def at_work(teacher: User) -> User:
    """Léa works in the académie of Rennes."""
    affiliated(teacher, EstablishmentFactory.create(), "enseignant")
    return teacher


def tell(text: str, academy: str = "", **more: Any) -> Announcement:
    values = {
        "kind": "information",
        "academy": academy_called(academy) if academy else None,
        "text_fr": text,
        "creation_key": text,
        "starts_at": MONDAY - timedelta(days=1),
        "ends_at": MONDAY + timedelta(days=2),
    }
    return Announcement.objects.create(**values | more)


def news_of(client: Client) -> str:
    page = client.get("/").content.decode()
    return page.partition('id="academy"')[2].partition("</section>")[0]


@pytest.mark.usefixtures("at_work")
def test_ones_own_academie_speaks_and_no_other(as_teacher: Client) -> None:
    tell("Le CANOPE ferme mardi.", "rennes")
    tell("Pour tout le pays.")
    tell("Pour le Nord.", "lille")
    tell("Fini.", "rennes", ends_at=MONDAY)
    shown = news_of(as_teacher)
    assert "Mon académie" in shown
    assert "Le CANOPE ferme mardi." in shown
    assert "Pour tout le pays." in shown
    assert "Pour le Nord." not in shown
    assert "Fini." not in shown


@pytest.mark.usefixtures("at_work")
def test_a_maintenance_says_when_and_leads_to_its_service(
    as_teacher: Client, services: dict[str, Entry]
) -> None:
    tell("Les sondages s’arrêtent.", kind="maintenance", entry=services["polls"])
    shown = news_of(as_teacher)
    assert "En ce moment" in shown
    assert "Les sondages s’arrêtent." in shown
    assert "· Sondages" in shown
    assert 'href="/bibliotheque/polls/"' in shown


@pytest.mark.usefixtures("at_work")
def test_the_next_holidays_are_always_said(
    as_teacher: Client, teacher: User, clock: time_machine.Traveller
) -> None:
    shown = news_of(as_teacher)
    assert "Vacances de Noël\u202f: du samedi 19 décembre au" in shown
    clock.move_to(datetime(2026, 12, 22, 9, tzinfo=UTC))
    as_teacher.force_login(teacher)  # a month has ended the session
    assert "Vacances de Noël\u202f: jusqu’au" in news_of(as_teacher)


def test_who_works_nowhere_reads_what_is_for_everybody(as_teacher: Client) -> None:
    assert news_of(as_teacher) == ""
    tell("Pour tout le pays.")
    assert "Nouvelles" in news_of(as_teacher)
    assert "Pour tout le pays." in news_of(as_teacher)


@pytest.mark.usefixtures("at_work")
def test_news_are_text(as_teacher: Client) -> None:
    tell("<script>alert(1)</script>")
    assert "<script>alert" not in news_of(as_teacher)
