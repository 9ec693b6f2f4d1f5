"""The page that shows one's days off."""

import pytest
import time_machine
from django.test import Client

from tests.factories.groups import school, work
from tests.harness.people import signed_in
from trousse.accounts.models import User

pytestmark = pytest.mark.django_db
URL = "/annuaire/calendrier/"


def text_of(client: Client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_it_shows_the_calendar_of_ones_zone(as_teacher: Client, teacher: User) -> None:
    work(teacher, school())
    text = text_of(as_teacher)
    assert "Zone B" in text
    assert "Vacances de Noël" in text
    assert "samedi 20 février 2027" in text
    assert "samedi 13 février 2027" not in text
    assert "vendredi 1er janvier 2027" in text
    assert "de 7 h 30 à 19 h (heure de Paris)" in text


def test_it_says_that_nobody_is_disturbed_now(as_teacher: Client, teacher: User) -> None:
    work(teacher, school())
    assert "moment de calme" not in text_of(as_teacher)
    with time_machine.travel("2026-11-28T10:00:00+01:00", tick=False):
        text = text_of(signed_in(teacher))
    assert "rien ne part avant lundi 30 novembre, 7 h 30" in text


def test_a_holiday_under_way_is_marked(teacher: User) -> None:
    work(teacher, school())
    with time_machine.travel("2026-12-25T10:00:00+01:00", tick=False):
        assert "en ce moment" in text_of(signed_in(teacher))


def test_it_says_when_no_calendar_is_known(as_teacher: Client, teacher: User) -> None:
    work(teacher, school("9710001C", of="guadeloupe", department="971"))
    text = text_of(as_teacher)
    assert "n’est pas encore dans Trousse" in text
    assert "jeudi 27 mai 2027" in text


def test_whoever_works_nowhere_sees_public_holidays(as_teacher: Client) -> None:
    text = text_of(as_teacher)
    assert "ne sait pas où vous travaillez" in text
    assert "Aucune n’est connue" in text
    assert "Lundi de Pâques" in text


def test_a_stranger_signs_in_first() -> None:
    assert Client().get(URL).status_code == 302
    assert Client().post(URL).status_code == 302


def test_it_is_only_read(as_teacher: Client) -> None:
    assert as_teacher.post(URL).status_code == 405
