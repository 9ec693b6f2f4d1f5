"""The hours of an establishment: who writes them, what is refused, what others read of them."""

import re
from datetime import time
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.directory import academy_called, affiliated
from tests.factories.people import UserFactory
from tests.harness.people import signed_in
from trousse.accounts.models import User
from trousse.core.errors import InvalidInput
from trousse.core.models import AuditEntry, Event
from trousse.directory.bells import KEEPERS, Bell, bell_places_of, bells_of, lunch_of
from trousse.directory.models import BellTime, Establishment, Function
from trousse.directory.operations import set_bells

OWN = (
    Bell("M1", time(8, 5), time(9)),
    Bell("M2", time(9, 5), time(10)),
    Bell("S1", time(13, 40), time(14, 35)),
)


@pytest.fixture
def principal(college: Establishment) -> User:
    return worker(college, "principal")


def worker(place: Establishment, function: str, **fields: object) -> User:
    person = UserFactory.create()
    affiliated(person, place, function, **fields)
    return person


def address(place: Establishment, verb: str = "") -> str:
    return f"/annuaire/etablissements/{place.uai}/horaires/{verb}"


def typed(**cells: str) -> dict[str, str]:
    """Return a form as a browser sends it; ``M1="08:05 09:00"``."""
    sent = {"known": "[]"}
    for name, hours in cells.items():
        start, _space, end = hours.partition(" ")
        sent |= {f"{name}_start": start, f"{name}_end": end}
    return sent


def send(person: User, place: Establishment, **cells: str) -> tuple[int, str]:
    response = signed_in(person).post(address(place, "modifier"), typed(**cells))
    return response.status_code, response.content.decode()


def value_of(page: str, name: str) -> str:
    """Return what a field of a page holds."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag is not None, name
    value = re.search(r'value="([^"]*)"', tag[0])
    return unescape(value[1]) if value else ""


def test_the_head_writes_the_hours_and_colleagues_read_them(
    principal: User, working_teacher: User, college: Establishment
) -> None:
    status, _page = send(principal, college, M1="08:05 09:00", M2="09:05 10:00", S1="13:40 14:35")
    assert status == 302
    assert bells_of(college) == OWN

    page = signed_in(working_teacher).get(address(college)).content.decode()
    assert "8\u00a0h\u00a005\u00a0– 9\u00a0h" in page
    assert "10\u00a0h\u00a0– 13\u00a0h\u00a040" in page  # the lunch break
    assert "Pause de midi" in page
    assert "modifier" not in page.partition("<main")[2].partition("</main")[0]


def test_it_is_audited_without_a_name_and_published_once(
    principal: User, college: Establishment
) -> None:
    set_bells(college, OWN, by=principal)
    assert set_bells(college, OWN, by=principal) is False  # the same again says nothing
    entry = AuditEntry.objects.get(action="directory:bells:set")
    assert (entry.subject, entry.details) == (f"establishment:{college.uai}", {"count": 3})
    assert Event.objects.filter(type="establishment.bells_changed").count() == 1


@pytest.mark.parametrize("function", sorted(KEEPERS))
def test_those_who_lead_and_the_administration_keep_them(
    college: Establishment, function: str
) -> None:
    assert Function.objects.filter(code=function).exists()
    assert send(worker(college, function), college, M1="08:00 09:00")[0] == 302


@pytest.mark.parametrize("function", ["enseignant", "cpe", "aed", "infirmier", "ien"])
def test_others_who_work_there_read_and_write_nothing(
    college: Establishment, function: str
) -> None:
    person = worker(college, function)
    assert signed_in(person).get(address(college)).status_code == 200
    assert signed_in(person).get(address(college, "modifier")).status_code == 403
    assert send(person, college, M1="08:00 09:00")[0] == 403
    assert not BellTime.objects.exists()


def test_elsewhere_it_looks_missing(
    college: Establishment, lycee: Establishment, principal: User
) -> None:
    far = worker(lycee, "proviseur")
    gone = worker(college, "principal", until="2026-08-31", since="2020-09-01")
    of_academy = UserFactory.create()
    affiliated(of_academy, academy_called("rennes"), "personnel-administratif")
    for person in (far, gone, of_academy):
        assert signed_in(person).get(address(college)).status_code == 404
        assert send(person, college, M1="08:00 09:00")[0] == 404
    assert signed_in(principal).get("/annuaire/etablissements/nulle/horaires/").status_code == 404
    assert Client().get(address(college)).status_code == 302
    assert Client().post(address(college, "modifier"), typed(M1="08:00 09:00")).status_code == 302
    assert signed_in(principal).delete(address(college, "modifier")).status_code == 405
    assert not BellTime.objects.exists()


@pytest.mark.parametrize(
    ("cells", "words", "field"),
    [
        ({"M1": "09:00 08:00"}, "La fin est avant le début.", "M1_end"),
        ({"M1": "08:00 08:00"}, "La fin est avant le début.", "M1_end"),
        ({"M1": "08:00"}, "Écrivez quand M1 se termine.", "M1_end"),
        ({"S2": " 15:00"}, "Écrivez quand S2 commence.", "S2_start"),
        (
            {"M1": "08:00 09:00", "M3": "08:55 09:50"},
            "M3 commence avant la fin de M1 (9\u00a0h).",
            "M3_start",
        ),
        (
            {"M4": "11:00 13:45", "S1": "13:40 14:35"},
            "S1 commence avant la fin de M4 (13\u00a0h\u00a045).",
            "S1_start",
        ),
        ({"M1": "25:00 26:00"}, "Écrivez une heure, comme 08:05.", "M1_start"),
        ({}, "Écrivez au moins une heure de la journée.", "M1_start"),
    ],
)
def test_it_says_in_words_what_is_wrong_and_keeps_what_was_typed(
    principal: User, college: Establishment, cells: dict[str, str], words: str, field: str
) -> None:
    status, page = send(principal, college, **{"S4": "16:30 17:25", **cells} if cells else {})
    assert status == 422
    assert words in page
    assert f'href="#id_{field}"' in page  # the summary leads to the field
    for hours in [*cells.values(), "16:30 17:25"] if cells else []:
        for hour in hours.split():
            assert f'value="{hour}"' in page
    assert not BellTime.objects.exists()


def test_hours_are_read_as_people_write_them(principal: User, college: Establishment) -> None:
    person = signed_in(principal)
    hours = {"M1_start": "8h05", "M1_end": "9 h", "S1_start": "13:40:00", "S1_end": "14 h 35"}
    assert person.post(address(college, "modifier"), {"known": "[]", **hours}).status_code == 302
    assert bells_of(college) == (OWN[0], OWN[2])


def test_the_table_starts_with_the_usual_hours_then_with_ones_own(
    principal: User, college: Establishment
) -> None:
    browser = signed_in(principal)
    first = browser.get(address(college, "modifier")).content.decode()
    assert "La table est remplie avec des horaires usuels" in first
    assert value_of(first, "M1_start") == "08:00"
    set_bells(college, OWN, by=principal)
    again = browser.get(address(college, "modifier")).content.decode()
    assert "horaires usuels" not in again
    assert value_of(again, "M1_start") == "08:05"
    assert value_of(again, "M3_start") == ""


def test_of_two_who_write_the_second_is_told_and_loses_nothing(
    principal: User, college: Establishment
) -> None:
    set_bells(college, OWN, by=principal)  # while a form made before is open
    status, page = send(principal, college, M1="07:50 08:45")
    assert status == 409
    assert "M2 9\u00a0h\u00a005\u00a0– 10\u00a0h" in page
    assert value_of(page, "M1_start") == "07:50"
    assert bells_of(college) == OWN

    sent = typed(M1="07:50 08:45") | {"known": value_of(page, "known")}
    assert signed_in(principal).post(address(college, "modifier"), sent).status_code == 302
    assert bells_of(college) == (Bell("M1", time(7, 50), time(8, 45)),)


def test_sending_the_form_twice_writes_once(principal: User, college: Establishment) -> None:
    assert send(principal, college, M1="08:00 09:00")[0] == 302
    assert send(principal, college, M1="08:00 09:00")[0] == 302
    assert AuditEntry.objects.filter(action="directory:bells:set").count() == 1


@pytest.mark.parametrize("known", ["x", "[1]", "[[1,2,3]]", "{}", "[" * 900, '[["M1","x","y"]]'])
def test_an_odd_memory_of_the_form_is_no_error(
    principal: User, college: Establishment, known: str
) -> None:
    sent = typed(M1="08:00 09:00") | {"known": known}
    assert signed_in(principal).post(address(college, "modifier"), sent).status_code in {302, 409}


@pytest.mark.parametrize(
    "bells",
    [
        (),
        (OWN[1], OWN[0]),
        (OWN[0], OWN[0]),
        (Bell("X1", time(8), time(9)),),
        (Bell("M1", time(9), time(8)),),
        (Bell("M1", time(8), time(10)), Bell("M2", time(9), time(11))),
    ],
)
def test_whatever_calls_the_operation_nothing_wrong_is_kept(
    principal: User, college: Establishment, bells: tuple[Bell, ...]
) -> None:
    with pytest.raises(InvalidInput):
        set_bells(college, bells, by=principal)


@pytest.mark.parametrize("end", [time(7), time(8)])
def test_the_database_refuses_an_hour_that_ends_before_it_starts(
    college: Establishment, end: time
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BellTime.objects.create(establishment=college, name="M1", start=time(8), end=end)


def test_ones_places_come_with_their_hours_in_two_queries(
    principal: User,
    college: Establishment,
    lycee: Establishment,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    affiliated(principal, lycee, "enseignant", is_main=False)
    set_bells(lycee, OWN, by=principal)
    with django_assert_num_queries(2):
        places = bell_places_of(principal)
        assert [one.establishment.academy.slug for one in places] == ["rennes", "rennes"]
    assert [(one.establishment, one.bells, one.may_change) for one in places] == [
        (college, (), True),
        (lycee, OWN, False),
    ]


def test_a_day_has_a_lunch_break_between_its_halves_only() -> None:
    assert lunch_of(OWN) == (time(10), time(13, 40))
    assert lunch_of(OWN[:2]) is None
    assert lunch_of(()) is None
    assert lunch_of((Bell("M5", time(12), time(13)), Bell("S1", time(13), time(14)))) is None


def test_ones_entry_leads_to_the_hours(working_teacher: User, college: Establishment) -> None:
    page = signed_in(working_teacher).get("/annuaire/ma-fiche/").content.decode()
    assert address(college) in page
