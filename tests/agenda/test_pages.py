"""The agenda by day, the page of an event, and who may see it."""

from datetime import date, timedelta

import pytest
import vobject
from django.test import Client

from tests.agenda.conftest import POLL, TOKEN, TUESDAY_FIVE, draft
from trousse.accounts.current import KEYS_COOKIE
from trousse.accounts.models import Guest, User
from trousse.agenda.models import Attendance, Event
from trousse.agenda.operations import cancel_event, put_event
from trousse.core.refs import Ref
from trousse.sharing import things
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, ThingType, register_thing

LEAFLET = Ref("leaflet", "l" * 22)


@pytest.fixture
def event(teacher: User, nadia: Guest) -> Event:
    return put_event(POLL, draft(), organiser=teacher, guests=[nadia])


@pytest.fixture
def with_key(db: None) -> Client:
    client = Client()
    client.cookies[KEYS_COOKIE] = TOKEN
    return client


def test_an_empty_agenda_says_what_will_come(as_teacher: Client) -> None:
    page = as_teacher.get("/agenda/").content.decode()
    assert "Rien dans les soixante prochains jours" in page


def test_strangers_sign_in_first(client: Client) -> None:
    for path in ("/agenda/", "/agenda/abonnement/"):
        assert client.get(path)["Location"].startswith("/comptes/")


def test_events_stand_on_their_day_in_order(as_teacher: Client, teacher: User) -> None:
    day = date(2026, 12, 1)
    put_event(POLL, draft(title="Conseil"), organiser=teacher)
    put_event(
        Ref("poll", "a"),
        draft(title="Journée", start=day, end=day + timedelta(days=1), whole_day=True),
        organiser=teacher,
    )
    put_event(
        Ref("poll", "b"),
        draft(title="Matin", start=TUESDAY_FIVE - timedelta(hours=9)),
        organiser=teacher,
    )
    put_event(Ref("poll", "c"), draft(title="Annulée"), organiser=teacher)
    cancel_event(Ref("poll", "c"))
    page = as_teacher.get("/agenda/").content.decode()

    assert page.count("<h2") == 1
    assert "mardi 1er décembre" in page
    assert page.index("Journée") < page.index("Matin") < page.index("Conseil")
    assert "Annulée" not in page


def test_what_began_before_stands_on_the_first_day_shown(as_teacher: Client, teacher: User) -> None:
    start = date(2026, 11, 20)
    trip = draft(title="Voyage", start=start, end=date(2026, 11, 25), whole_day=True)
    put_event(POLL, trip, organiser=teacher)
    page = as_teacher.get("/agenda/").content.decode()
    assert page.index("Aujourd’hui") < page.index("Voyage")


def test_other_days_are_a_page_away(as_teacher: Client, teacher: User) -> None:
    later = TUESDAY_FIVE + timedelta(days=60)
    put_event(POLL, draft(start=later, end=later + timedelta(hours=1)), organiser=teacher)
    assert "Conseil" not in as_teacher.get("/agenda/").content.decode()
    page = as_teacher.get("/agenda/", {"depuis": "2027-01-22"}).content.decode()
    assert "Conseil" in page
    assert "?depuis=2026-11-23" in page


@pytest.mark.parametrize("asked", ["hier", "9999-12-31", "0001-01-01", "2026-13-01", ""])
def test_a_day_that_cannot_be_is_today(as_teacher: Client, asked: str) -> None:
    page = as_teacher.get("/agenda/", {"depuis": asked})
    assert "23 novembre 2026" in page.content.decode()


def test_another_persons_events_are_not_mine(as_head: Client, event: Event) -> None:
    assert "Conseil" not in as_head.get("/agenda/").content.decode()


def test_only_those_on_the_event_see_it(
    as_teacher: Client, as_outsider: Client, with_key: Client, client: Client, event: Event
) -> None:
    for path in (event.get_absolute_url(), f"{event.get_absolute_url()}agenda.ics"):
        assert as_teacher.get(path).status_code == 200
        assert with_key.get(path).status_code == 200
        assert as_outsider.get(path).status_code == 404
        assert client.get(path).status_code == 404


def test_a_guest_whose_invitation_is_over_sees_nothing(
    with_key: Client, nadia: Guest, event: Event
) -> None:
    Guest.objects.filter(pk=nadia.pk).update(expires_at=nadia.created_at)
    assert with_key.get(event.get_absolute_url()).status_code == 404


@pytest.fixture
def leaflets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be leaflets, for one test."""
    monkeypatch.setattr(things, "_types", dict(things._types))
    card = ThingCard("Dépliant", "/depliants/l/")
    register_thing(ThingType("leaflet", "leaflet", lambda refs: dict.fromkeys(refs, card)))


@pytest.mark.usefixtures("leaflets")
def test_whoever_sees_the_thing_sees_its_event(
    as_teacher: Client, as_outsider: Client, teacher: User, outsider: User
) -> None:
    event = put_event(LEAFLET, draft(), organiser=teacher)
    grant_person(LEAFLET, outsider, Role.VIEW, by=teacher)

    page = as_outsider.get(event.get_absolute_url()).content.decode()
    assert 'href="/depliants/l/"' in page
    assert "Venez-vous" not in page
    assert "/depliants/l/" not in as_teacher.get(event.get_absolute_url()).content.decode()


def test_the_file_of_the_page_names_nobody(with_key: Client, event: Event) -> None:
    response = with_key.get(f"{event.get_absolute_url()}agenda.ics")
    found = vobject.readOne(response.content.decode()).vevent
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert found.uid.value == event.uid
    assert found.url.value == f"http://localhost:8000{event.get_absolute_url()}"
    assert "@example.org" not in response.content.decode()


def test_one_says_whether_one_comes(with_key: Client, nadia: Guest, event: Event) -> None:
    path = f"{event.get_absolute_url()}reponse"
    assert with_key.post(path, {"answer": "yes"})["Location"] == event.get_absolute_url()
    with_key.post(path, {"answer": "yes"})
    assert Attendance.objects.get(guest=nadia).answer == "yes"
    assert 'aria-pressed="true"' in with_key.get(event.get_absolute_url()).content.decode()


def test_answers_that_cannot_be_are_refused(
    with_key: Client, as_outsider: Client, event: Event
) -> None:
    path = f"{event.get_absolute_url()}reponse"
    assert with_key.get(path).status_code == 405
    assert with_key.post(path, {"answer": "perhaps not"}).status_code == 422
    assert as_outsider.post(path, {"answer": "yes"}).status_code == 404
    assert with_key.post("/agenda/nowhere/reponse", {"answer": "yes"}).status_code == 404
    cancel_event(POLL)
    assert with_key.post(path, {"answer": "yes"}).status_code == 403
    assert set(Attendance.objects.values_list("answer", flat=True)) == {""}


def test_a_cancelled_event_says_so(as_teacher: Client, event: Event) -> None:
    cancel_event(POLL)
    page = as_teacher.get(event.get_absolute_url()).content.decode()
    assert "Annulé" in page
    assert "agenda.ics" not in page


def test_the_account_menu_leads_to_the_agenda(as_teacher: Client) -> None:
    assert 'href="/agenda/"' in as_teacher.get("/").content.decode()


def test_a_page_of_the_agenda_costs_the_same_for_many_events(
    as_teacher: Client, teacher: User, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        put_event(Ref("poll", f"n{number}"), draft(), organiser=teacher)
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # a fixture without a type
        as_teacher.get("/agenda/")
