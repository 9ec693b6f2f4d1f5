"""Support sees technical facts and no content; each look is written down."""

import pytest
from django.test import Client

from tests.factories.offices import hold
from tests.factories.people import UserFactory
from tests.harness.people import signed_in
from trousse.accounts.models import User
from trousse.core.mail import Letter, queue_letter
from trousse.core.models import AuditEntry
from trousse.core.refs import Ref
from trousse.sharing.models import Report
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

DESK = "/assistance/"
CONTENT = ("Livret", "Objet secret", "Corps secret", "Mot du signalement")


@pytest.fixture
def agent(db: None) -> User:
    person = UserFactory.create(first_name="Sami", last_name="Haddad", email="sami@example.org")
    hold(person, "support")
    return person


@pytest.fixture
def as_agent(agent: User) -> Client:
    return signed_in(agent)


@pytest.fixture
def busy(booklet: Ref, teacher: User, head: User) -> Ref:
    """A thing with a title, a reader, a letter about it and a report."""
    grant_person(booklet, head, Role.VIEW, by=teacher)
    letter = {"to": teacher.email, "subject": "Objet secret", "text": "Corps secret"}
    queue_letter(Letter("booklet/1", about=booklet, **letter))
    said = {"reason": "spam", "text": "Mot du signalement", "reporter": "visitor:x"}
    Report.objects.create(ref=str(booklet), **said)
    return booklet


def thing(ref: Ref) -> str:
    return f"{DESK}choses/{ref.type}/{ref.id}/"


def test_it_shows_facts_of_a_thing_and_no_content(as_agent: Client, busy: Ref) -> None:
    shown = as_agent.get(thing(busy)).content.decode()
    assert [word for word in CONTENT if word in shown] == []
    for fact in ("Ouvert", "Léa Martin", "personnes (2)", "sharing:grant:give", "queued"):
        assert fact in shown


def test_it_shows_facts_of_a_person_and_no_content(
    as_agent: Client, busy: Ref, teacher: User
) -> None:
    shown = as_agent.get(f"{DESK}personnes/{teacher.public_id}/").content.decode()
    assert [word for word in CONTENT if word in shown] == []
    for fact in ("Léa Martin", "Compte ouvert", "queued"):
        assert fact in shown


def test_every_look_is_written_down(
    as_agent: Client, agent: User, busy: Ref, teacher: User
) -> None:
    as_agent.get(thing(busy))
    as_agent.get(f"{DESK}personnes/{teacher.public_id}/")
    looks = AuditEntry.objects.filter(action="sharing:support:look", actor=agent)
    assert {one.subject for one in looks} == {str(busy), f"user:{teacher.public_id}"}


def test_a_person_is_found_by_the_exact_address(as_agent: Client, teacher: User) -> None:
    answer = as_agent.post(DESK, {"wanted": "LEA@example.org"})
    assert answer["Location"] == f"{DESK}personnes/{teacher.public_id}/"


@pytest.mark.parametrize("wanted", ["booklet:conseil"])
def test_a_thing_is_found_by_its_ref(as_agent: Client, busy: Ref, wanted: str) -> None:
    assert as_agent.post(DESK, {"wanted": wanted})["Location"] == thing(busy)


def test_a_thing_is_found_by_the_address_of_its_page(as_agent: Client) -> None:
    answer = as_agent.post(DESK, {"wanted": "http://localhost:8000/sondages/k3_x-9/resultats"})
    assert answer["Location"] == f"{DESK}choses/poll/k3_x-9/"


@pytest.mark.parametrize("wanted", ["", "zzz nobody", "nobody@example.org", "/contact/"])
def test_it_says_that_nothing_was_found(as_agent: Client, wanted: str) -> None:
    assert as_agent.post(DESK, {"wanted": wanted}).status_code == 422


@pytest.mark.parametrize("page", ["choses/booklet/missing/", "choses/Bad/x/", "personnes/none/"])
def test_what_never_was_is_not_found(as_agent: Client, page: str) -> None:
    assert as_agent.get(f"{DESK}{page}").status_code == 404


def test_nobody_else_looks(as_head: Client, busy: Ref, teacher: User) -> None:
    for page in (DESK, thing(busy), f"{DESK}personnes/{teacher.public_id}/"):
        assert as_head.get(page).status_code == 404
    assert not AuditEntry.objects.filter(action="sharing:support:look").exists()


def test_support_has_no_role_on_anything(as_agent: Client, agent: User, busy: Ref) -> None:
    assert as_agent.get(f"/signaler/{busy.type}/{busy.id}/").status_code == 404
    assert as_agent.get("/exploitation/signalements/").status_code == 404
