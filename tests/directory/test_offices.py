"""Who holds which office, and the pages where operators give and withdraw them."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories.offices import academy, hold
from trousse.accounts.demo_data import fill_people
from trousse.accounts.models import User
from trousse.core.errors import InvalidInput, NotAllowed, NotFound
from trousse.core.models import AuditEntry
from trousse.directory.access import Office, has_office, offices_of, require_office
from trousse.directory.models import Mandate
from trousse.directory.office_demo import fill_offices
from trousse.directory.offices import Scope, give_office
from trousse.directory.presenting_offices import offices_in_words

PAGE = "/exploitation/mandats/"
TODAY = date(2026, 11, 23)


def form(**changes: str) -> dict[str, str]:
    return {"email": "lea@example.org", "office": "support", **changes}


# --- Who holds what ------------------------------------------------------------------------


def test_an_office_holds_until_its_last_day_included(
    teacher: User, clock: time_machine.Traveller
) -> None:
    hold(teacher, "operator", until=TODAY)
    assert has_office(teacher, Office.OPERATOR)
    clock.shift(timedelta(days=1))
    assert not has_office(User.objects.get(pk=teacher.pk), Office.OPERATOR)


def test_an_office_opens_nothing_but_itself(teacher: User) -> None:
    hold(teacher, "support")
    assert [office for office in Office if has_office(teacher, office)] == [Office.SUPPORT]


def test_a_superuser_is_an_operator(teacher: User) -> None:
    teacher.is_superuser = True
    assert has_office(teacher, Office.OPERATOR)
    assert not has_office(teacher, Office.SUPPORT)


def test_a_suspended_person_holds_nothing(teacher: User) -> None:
    hold(teacher, "operator")
    teacher.is_active = False
    assert not has_office(teacher, Office.OPERATOR)


def test_an_editor_edits_one_academie_and_the_national_editor_all(
    teacher: User, head: User
) -> None:
    rennes, lyon = academy("rennes"), academy("lyon")
    hold(teacher, "academy_editor", academy=rennes)
    hold(head, "national_editor")
    assert has_office(teacher, Office.ACADEMY_EDITOR, academy=rennes)
    assert not has_office(teacher, Office.ACADEMY_EDITOR, academy=lyon)
    assert not has_office(teacher, Office.NATIONAL_EDITOR)
    assert has_office(head, Office.ACADEMY_EDITOR, academy=lyon)


def test_the_owner_of_a_service_owns_that_one_only(teacher: User) -> None:
    hold(teacher, "service_owner", service="polls")
    assert has_office(teacher, Office.SERVICE_OWNER, service="polls")
    with pytest.raises(NotAllowed):
        require_office(teacher, Office.SERVICE_OWNER, service="notes")


def test_what_one_does_not_hold_looks_missing(teacher: User) -> None:
    with pytest.raises(NotFound):
        require_office(teacher, Office.OPERATOR)
    with pytest.raises(NotFound):
        require_office(None, Office.OPERATOR)


def test_it_reads_once_for_a_person_and_never_for_a_visitor(
    teacher: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert offices_of(None) == frozenset()
    with django_assert_num_queries(1):
        for office in Office:
            has_office(teacher, office)


# --- Giving --------------------------------------------------------------------------------


def test_an_operator_gives_an_office(as_operator: Client, operator: User, teacher: User) -> None:
    response = as_operator.post(PAGE, form(until="2027-08-31"), follow=True)

    assert "31 août 2027" in response.content.decode()
    mandate = Mandate.objects.get(user=teacher)
    assert (mandate.office, mandate.granted_by) == ("support", operator)
    entry = AuditEntry.objects.get(action="directory:office:give")
    assert (entry.actor, entry.subject) == (operator, f"user:{teacher.public_id}")
    assert entry.details["office"] == "support"


def test_given_twice_it_is_held_once(as_operator: Client, teacher: User) -> None:
    for _ in range(2):
        assert as_operator.post(PAGE, form()).status_code == 302
    assert Mandate.objects.filter(user=teacher).count() == 1
    assert AuditEntry.objects.filter(action="directory:office:give").count() == 1


def test_given_again_the_last_day_changes(as_operator: Client, teacher: User) -> None:
    as_operator.post(PAGE, form(until="2026-12-01"))
    as_operator.post(PAGE, form(until="2026-12-31"))
    assert Mandate.objects.get(user=teacher).until == date(2026, 12, 31)


def test_it_is_held_at_once_by_the_person_at_hand(teacher: User) -> None:
    assert not has_office(teacher, Office.SUPPORT)
    give_office(teacher, Office.SUPPORT, by=None)
    assert has_office(teacher, Office.SUPPORT)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "nobody@example.org"}, "Personne n’a de compte"),
        ({"office": "king"}, "choix valide"),
        ({"office": "academy_editor"}, "Choisissez une académie"),
        ({"office": "service_owner"}, "Indiquez un service"),
        ({"service": "polls"}, "Indiquez un service"),
        ({"until": "2026-11-22"}, "est passé"),
    ],
)
def test_it_says_what_is_wrong(
    as_operator: Client, teacher: User, changes: dict[str, str], words: str
) -> None:
    response = as_operator.post(PAGE, form(**changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Mandate.objects.filter(user=teacher).exists()


def test_an_unknown_office_is_refused_without_a_form(teacher: User) -> None:
    with pytest.raises(InvalidInput):
        give_office(teacher, "king", by=None)


# --- Withdrawing ---------------------------------------------------------------------------


def test_an_operator_withdraws_an_office(as_operator: Client, teacher: User) -> None:
    mandate = hold(teacher, "support")
    address = f"{PAGE}retirer/"
    as_operator.post(address, {"mandate": mandate.public_id})
    assert not Mandate.objects.filter(user=teacher).exists()
    assert AuditEntry.objects.filter(action="directory:office:withdraw").count() == 1
    again = as_operator.post(address, {"mandate": mandate.public_id})
    assert again.status_code == 404


@pytest.mark.parametrize("wrong", [{}, {"mandate": ""}, {"mandate": "x" * 22}])
def test_an_unknown_office_is_not_found(as_operator: Client, wrong: dict[str, str]) -> None:
    assert as_operator.post(f"{PAGE}retirer/", wrong).status_code == 404


def test_the_last_operator_cannot_lock_the_door(as_operator: Client, operator: User) -> None:
    mandate = Mandate.objects.get(user=operator)
    response = as_operator.post(f"{PAGE}retirer/", {"mandate": mandate.public_id})
    assert response.status_code == 409
    assert Mandate.objects.filter(pk=mandate.pk).exists()


def test_a_withdrawn_operator_finds_nothing_any_more(
    as_operator: Client, as_teacher: Client, operator: User, teacher: User
) -> None:
    mandate = hold(teacher, "operator")
    assert as_teacher.get(PAGE).status_code == 200
    as_operator.post(f"{PAGE}retirer/", {"mandate": mandate.public_id})
    assert as_teacher.get(PAGE).status_code == 404


# --- The command and the way to the pages --------------------------------------------------


def test_the_command_names_the_first_operator(teacher: User) -> None:
    said = StringIO()
    call_command("give_office", "LEA@example.org", "operator", stdout=said)
    assert "Léa Martin holds the office operator." in said.getvalue()
    assert has_office(teacher, Office.OPERATOR)


def test_the_command_gives_an_academie(teacher: User) -> None:
    rennes = academy("rennes")
    options = ["--academy", "rennes", "--until", "2027-08-31"]
    call_command("give_office", teacher.email, "academy_editor", *options, stdout=StringIO())
    mandate = Mandate.objects.get(user=teacher)
    assert (mandate.academy, mandate.until) == (rennes, date(2027, 8, 31))


@pytest.mark.parametrize(
    "words",
    [
        ["nobody@example.org", "operator"],
        ["lea@example.org", "academy_editor"],
        ["lea@example.org", "academy_editor", "--academy", "atlantis"],
    ],
)
def test_the_command_says_what_is_wrong(teacher: User, words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("give_office", *words)
    assert not Mandate.objects.exists()


def test_an_office_is_found_from_ones_account(as_teacher: Client, teacher: User) -> None:
    assert "Mes mandats" not in as_teacher.get("/comptes/").content.decode()
    give_office(teacher, Office.OPERATOR, by=None)
    give_office(teacher, Office.ACADEMY_EDITOR, by=None, scope=Scope(academy("rennes")))
    page = as_teacher.get("/comptes/").content.decode()
    assert 'href="/exploitation/"' in page
    assert "Rennes" in page
    links = as_teacher.get("/exploitation/").content.decode()
    assert all(f'href="{address}"' in links for address in (PAGE, "/exploitation/comptes/"))


def test_four_people_of_the_demo_hold_an_office(db: None, settings: Settings) -> None:
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.portal.demo_site"
    academy("rennes")
    fill_people()
    for _ in range(2):
        fill_offices()
    assert Mandate.objects.count() == 4
    page = Client().get("/demo/").content.decode()
    for words in ("Exploitant", "Assistance", "Éditeur d’une académie, Rennes", "Éditeur national"):
        assert words in page


def test_words_of_an_office_name_its_place(teacher: User) -> None:
    hold(teacher, "service_owner", service="polls")
    hold(teacher, "support")
    assert offices_in_words() == {teacher.public_id: "Responsable d’un service, polls, Assistance"}
