"""Operators write down where somebody works, and when it ends."""

from datetime import date

import pytest
from django.test import Client

from tests.factories.directory import affiliated
from trousse.accounts.models import User
from trousse.core.models import AuditEntry
from trousse.directory.models import Affiliation, Discipline, Establishment, Function
from trousse.directory.queries import academies_of, establishments_of

TODAY = date(2026, 11, 23)


def page(person: User, gesture: str = "") -> str:
    return f"/exploitation/comptes/{person.public_id}/postes/{gesture}"


def filled(place: Establishment | None = None, **changes: object) -> dict[str, object]:
    function = Function.objects.get(code="enseignant")
    uai = place.uai.lower() if place else ""
    return {"function": function.pk, "uai": uai, **changes}


def test_a_post_is_added_from_today(
    as_operator: Client, operator: User, teacher: User, college: Establishment
) -> None:
    history = Discipline.objects.get(code="histoire-geographie")
    sent = filled(college, discipline=history.pk, is_main="on")
    response = as_operator.post(page(teacher), sent, follow=True)
    assert "Collège Simone-Veil" in response.content.decode()
    made = Affiliation.objects.get(user=teacher)
    assert (made.since, made.until, made.is_main) == (TODAY, None, True)
    assert made.discipline == history
    assert establishments_of(teacher) == [college]
    entry = AuditEntry.objects.get(action="directory:affiliation:start")
    assert (entry.actor, entry.subject) == (operator, f"user:{teacher.public_id}")


def test_a_post_for_a_whole_academie_with_its_days(
    as_operator: Client, teacher: User, far_away: Establishment
) -> None:
    days = {"since": "2026-09-01", "until": "2027-08-31"}
    as_operator.post(page(teacher), filled(academy=far_away.academy_id, **days))
    made = Affiliation.objects.get(user=teacher)
    assert (made.establishment, made.academy) == (None, far_away.academy)
    assert (made.since, made.until) == (date(2026, 9, 1), date(2027, 8, 31))
    assert academies_of(teacher) == [far_away.academy]


def test_added_twice_it_is_one(as_operator: Client, teacher: User, college: Establishment) -> None:
    for _time in range(2):
        assert as_operator.post(page(teacher), filled(college)).status_code == 302
    assert Affiliation.objects.filter(user=teacher).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"uai": ""},
        {"uai": "9999999Z"},
        {"academy": "1"},
        {"academy": "x"},
        {"function": ""},
        {"function": "0"},
        {"since": "hier"},
        {"since": "2026-12-01", "until": "2026-11-30"},
    ],
)
def test_it_says_what_is_wrong(
    as_operator: Client, teacher: User, college: Establishment, changes: dict[str, str]
) -> None:
    response = as_operator.post(page(teacher), {**filled(college), **changes})
    assert response.status_code == 422
    assert "fr-error-text" in response.content.decode()
    assert not Affiliation.objects.exists()


def test_a_post_ends_today_and_once(
    as_operator: Client, operator: User, teacher: User, college: Establishment
) -> None:
    affiliated(teacher, college)
    word = f"{college.uai}.enseignant..2020-09-01"
    assert f'value="{word}"' in as_operator.get(page(teacher)).content.decode()
    for _time in range(2):
        assert as_operator.post(page(teacher, "terminer/"), {"post": word}).status_code == 302
    assert Affiliation.objects.get().until == TODAY
    assert AuditEntry.objects.filter(action="directory:affiliation:end").count() == 1
    assert f'value="{word}"' not in as_operator.get(page(teacher)).content.decode()


def test_a_post_that_is_not_there_is_not_found(
    as_operator: Client, teacher: User, head: User, college: Establishment
) -> None:
    affiliated(head, college)
    word = f"{college.uai}.enseignant..2020-09-01"
    for wrong in (word, "", "x"):
        assert as_operator.post(page(teacher, "terminer/"), {"post": wrong}).status_code == 404
    assert Affiliation.objects.get().until is None
    assert as_operator.get("/exploitation/comptes/unknown/postes/").status_code == 404
    assert as_operator.get(page(teacher, "terminer/")).status_code == 405


def test_others_find_nothing(as_teacher: Client, teacher: User, college: Establishment) -> None:
    assert as_teacher.get(page(teacher)).status_code == 404
    assert as_teacher.post(page(teacher), filled(college)).status_code == 404
    assert as_teacher.post(page(teacher, "terminer/"), {"post": "x"}).status_code == 404
    assert Client().get(page(teacher)).status_code == 302
    assert not Affiliation.objects.exists()
