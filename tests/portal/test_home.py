from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy as _
from pytest_django import DjangoAssertNumQueries, Settings

from trousse.accounts.models import User
from trousse.core.refs import Ref
from trousse.kit import registry
from trousse.kit.registry import Resource, Service, registered_services

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def thing(number: int, *, todo: bool = False) -> Resource:
    return Resource(
        Ref("poll", f"n{number}"),
        f"Chose {number}",
        f"/chose/{number}",
        "ouvert",
        NOW - timedelta(hours=number),
        todo=todo,
    )


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> list[Resource]:
    """What the only service of this test knows about anybody."""
    found: list[Resource] = []
    service = Service(
        "tests",
        "Essais",
        _("Find a date"),
        "Promesse",
        "calendar",
        "portal:home",
        "portal:home",
        "Toutes mes choses",
        lambda _user, limit: found[:limit],
    )
    monkeypatch.setattr(registry, "_services", {"tests": service})
    return found


def page_of(client: Client, language: str = "fr") -> str:
    answer = client.get("/", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_learns_what_trousse_is_and_can_sign_in(client: Client, db: None) -> None:
    page = page_of(client)
    assert "aide celles et ceux qui travaillent à l’école" in page
    assert "/comptes/login/" in page
    for service in registered_services():
        assert str(service.verb) in page or "Trouver une date" in page


def test_a_visitor_reads_it_in_english(client: Client, db: None) -> None:
    assert "helps those who work in schools" in page_of(client, "en")


def test_registration_and_demo_are_proposed_where_they_exist(
    client: Client, db: None, settings: Settings
) -> None:
    assert "/comptes/signup/" not in page_of(client)
    settings.SIGNUP = "open"
    assert "/comptes/signup/" in page_of(client)
    assert "/demo/" not in page_of(client)


def test_a_person_is_greeted_by_first_name(as_teacher: Client) -> None:
    assert "Bonjour Léa" in page_of(as_teacher)


def test_a_hostile_name_is_text(as_teacher: Client) -> None:
    User.objects.update(first_name="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in page_of(as_teacher)


def test_an_empty_desk_proposes_the_first_gesture(
    as_teacher: Client, things: list[Resource]
) -> None:
    page = page_of(as_teacher)
    for words in ("Rien ne vous attend", "Vous retrouverez ici", "Rien de prévu"):
        assert words in page
    assert "Trouver une date" in page


def test_what_waits_and_what_was_done_stand_apart(
    as_teacher: Client, things: list[Resource]
) -> None:
    things += [thing(1), thing(2, todo=True), thing(3)]
    page = page_of(as_teacher)
    todo, recent = page[page.index("À faire") :].split("Reprendre")
    assert "Chose 2" in todo
    assert "Chose 2" not in recent
    assert recent.index("Chose 1") < recent.index("Chose 3")


def test_a_full_desk_stays_short(as_teacher: Client, things: list[Resource]) -> None:
    things += [thing(n, todo=n % 2 == 0) for n in range(1, 60)]
    assert page_of(as_teacher).count('class="t-line"') == 12


def test_titles_of_things_are_text(as_teacher: Client, things: list[Resource]) -> None:
    bad = thing(1)
    things.append(
        Resource(bad.ref, "<script>alert(1)</script>", bad.url, bad.state, bad.changed_at)
    )
    assert "<script>alert" not in page_of(as_teacher)


def test_it_is_cheap(
    as_teacher: Client,
    client: Client,
    things: list[Resource],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    things += [thing(n) for n in range(20)]
    as_teacher.get("/")
    with django_assert_num_queries(3):  # the person, the bell, the day; sessions are cached
        as_teacher.get("/")
    with django_assert_num_queries(0):
        client.get("/")


def test_it_answers_reading_methods_only(client: Client, db: None) -> None:
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405


def test_every_page_offers_the_verbs_to_a_signed_in_person(
    as_teacher: Client, client: Client, things: list[Resource]
) -> None:
    assert "Créer</span>" in as_teacher.get("/comptes/").content.decode()
    assert "Créer</span>" not in client.get("/contact/").content.decode()
