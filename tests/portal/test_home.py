"""The home page: what a visitor learns, what a person finds on their desk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.kit.conftest import Leaflet
from trousse.accounts.models import User
from trousse.core.refs import Ref
from trousse.kit.resources import record_opening
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def page_of(client: Client, language: str = "fr") -> str:
    answer = client.get("/", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def section(page: str, name: str) -> str:
    return page[page.index(f'id="{name}"') :].partition("</section>")[0]


def expected_of(person: User, thing: Ref) -> Ref:
    grant_person(thing, person, Role.TAKE_PART, by=None)
    return thing


def test_a_visitor_learns_what_trousse_is_and_can_sign_in(client: Client, db: None) -> None:
    page = page_of(client)
    assert "aide celles et ceux qui travaillent à l’école" in page
    assert "/comptes/login/" in page
    assert "Trouver une date" in page


def test_a_visitor_reads_it_in_english(client: Client, db: None) -> None:
    assert "helps those who work in schools" in page_of(client, "en")


def test_registration_and_demo_are_proposed_where_they_exist(
    client: Client, db: None, settings: Settings
) -> None:
    assert "/comptes/signup/" not in page_of(client)
    settings.SIGNUP = "open"
    assert "/comptes/signup/" in page_of(client)
    assert "/demo/" not in page_of(client)


@pytest.mark.usefixtures("services")
def test_a_visitor_reads_the_library_by_need_where_it_is_open(
    client: Client, settings: Settings
) -> None:
    page = page_of(client)
    assert 'href="/bibliotheque/besoin/find-a-date/"' in page
    assert 'href="/bibliotheque/"' in page
    assert page.count('action="/chercher/"') == 1
    settings.LIBRARY_PUBLIC = False
    closed = page_of(client)
    assert "/bibliotheque/" not in closed.partition("<main")[0]
    assert "Trouver une date" in closed
    assert "/comptes/login/" in closed


@pytest.mark.usefixtures("services")
def test_services_at_hand_open_in_one_click(as_teacher: Client) -> None:
    shown = section(page_of(as_teacher), "services")
    assert 'href="/bibliotheque/polls/ouvrir"' in shown
    assert "Lien externe" in shown
    assert "Toute la bibliothèque" in shown
    assert "Old Pads" not in shown


def test_a_person_is_greeted_by_first_name_and_date(as_teacher: Client) -> None:
    page = page_of(as_teacher)
    assert "Bonjour Léa" in page
    assert "Lundi 23 novembre" in page


def test_a_hostile_name_is_text(as_teacher: Client) -> None:
    User.objects.update(first_name="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in page_of(as_teacher)


def test_a_new_desk_is_not_empty(as_teacher: Client) -> None:
    page = page_of(as_teacher)
    assert "Rien ne vous attend" in section(page, "todo")
    assert "Vous retrouverez ici" in section(page, "recent")
    assert "Rien de prévu" in section(page, "today")
    for gesture in (
        "Trouver une date",
        "Lancer une visio",
        "Prendre des notes",
        "Décider ensemble",
        "Discuter",
        "Réunir un projet",
    ):
        assert gesture in page


def test_gestures_begin_here_or_lead_to_the_library(as_teacher: Client) -> None:
    page = page_of(as_teacher)
    assert 'href="/sondages/nouveau"' in page
    assert 'href="/bibliotheque/besoin/meet-by-video/"' in page


def test_what_waits_says_what_to_do_and_before_when(
    as_teacher: Client, teacher: User, leaflet: Leaflet
) -> None:
    thursday = MONDAY + timedelta(days=3)
    expected_of(teacher, leaflet("Conseil", asks=True, due_at=thursday))
    waits = section(page_of(as_teacher), "todo")
    assert "À faire (1)" in waits
    assert "Sign\u202f: Conseil</a>" in waits
    assert "avant jeudi" in waits


def test_what_waits_and_what_was_done_stand_apart(
    as_teacher: Client, teacher: User, leaflet: Leaflet, clock: time_machine.Traveller
) -> None:
    waiting = expected_of(teacher, leaflet("À signer", asks=True))
    opened = expected_of(teacher, leaflet("Déjà lu"))
    for ref in (waiting, opened):
        record_opening(teacher, ref)
    clock.shift(timedelta(hours=2, minutes=5))
    page = page_of(as_teacher)
    assert "À signer" in section(page, "todo")
    assert "Déjà lu" not in section(page, "todo")
    assert "Déjà lu" in section(page, "recent")
    assert "il y a 2\u00a0h" in section(page, "recent")
    assert "À signer" not in section(page, "recent")


def test_what_ended_for_somebody_leaves_their_desk(
    as_outsider: Client, outsider: User, leaflet: Leaflet
) -> None:
    record_opening(outsider, leaflet("Pas pour Marc"))
    assert "Pas pour Marc" not in page_of(as_outsider)


def test_a_full_desk_stays_short(as_teacher: Client, teacher: User, leaflet: Leaflet) -> None:
    for number in range(10):
        expected_of(teacher, leaflet(f"À signer {number}", asks=True))
        record_opening(teacher, expected_of(teacher, leaflet(f"Lu {number}")))
    page = page_of(as_teacher)
    assert section(page, "todo").count("<li") == 6
    assert "À faire (6+)" in section(page, "todo")
    assert section(page, "recent").count("<li") == 6


def test_titles_of_things_are_text(as_teacher: Client, teacher: User, leaflet: Leaflet) -> None:
    bad = "<script>alert(1)</script>"
    record_opening(teacher, expected_of(teacher, leaflet(bad)))
    expected_of(teacher, leaflet(f"{bad} encore", asks=True))
    page = page_of(as_teacher)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; encore" in page


def test_it_takes_as_many_queries_for_the_busy_as_for_the_new(
    as_teacher: Client,
    teacher: User,
    leaflet: Leaflet,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        expected_of(teacher, leaflet(f"À signer {number}", asks=True))
        record_opening(teacher, expected_of(teacher, leaflet(f"Lu {number}")))
    as_teacher.get("/")
    with django_assert_max_num_queries(15):  # one of them: is it an editor, for the menu
        as_teacher.get("/")


@pytest.mark.usefixtures("services")
def test_a_visitor_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        client.get("/")


def test_it_answers_reading_methods_only(client: Client, db: None) -> None:
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405


def test_every_page_offers_the_gestures_to_a_signed_in_person(
    as_teacher: Client, client: Client
) -> None:
    assert "Créer</span>" in as_teacher.get("/comptes/").content.decode()
    assert "Créer</span>" not in client.get("/contact/").content.decode()
