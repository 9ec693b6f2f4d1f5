"""Where somebody works, as calendars see it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.groups import academy, people, school, work
from trousse.accounts.models import User
from trousse.directory.calendar import WorkZone, zone_of, zone_of_academy, zones_of

pytestmark = pytest.mark.django_db


def test_it_is_that_of_the_main_establishment(teacher: User) -> None:
    work(teacher, school("9740001B", of="la-reunion", department="974"))
    work(teacher, school(), is_main=False)
    assert zone_of(teacher) == WorkZone("Indian/Reunion", "reunion", "reunion")


def test_an_establishment_may_differ_from_its_academie(teacher: User) -> None:
    place = school("9710003C", of="guadeloupe", department="978", time_zone="America/Marigot")
    work(teacher, place)
    assert zone_of(teacher) == WorkZone("America/Marigot", "guadeloupe", "saint-martin")


def test_moselle_has_its_own_public_holidays(teacher: User) -> None:
    work(teacher, school("0570001D", of="rennes", department="057"))
    assert zone_of(teacher).territory == "alsace-moselle"


@pytest.mark.parametrize(
    ("slug", "territory"),
    [("strasbourg", "alsace-moselle"), ("la-reunion", "reunion"), ("lyon", "")],
)
def test_somebody_of_a_whole_academie_has_its_zone(
    teacher: User, slug: str, territory: str
) -> None:
    work(teacher, academy(slug))
    assert zone_of(teacher) == zone_of_academy(academy(slug))
    assert zone_of(teacher).territory == territory


def test_what_has_ended_or_not_begun_does_not_count(teacher: User) -> None:
    work(teacher, school("9740001B", of="la-reunion"), until=date(2026, 11, 22))
    work(teacher, school("9710001E", of="guadeloupe"), since=date(2026, 11, 24))
    work(teacher, school(), is_main=False)
    assert zone_of(teacher).holiday_zone == "B"


def test_the_last_day_still_counts(teacher: User) -> None:
    work(teacher, school(), until=date(2026, 11, 23))
    assert zone_of(teacher).holiday_zone == "B"


def test_whoever_works_nowhere_has_their_own_clock(teacher: User) -> None:
    teacher.time_zone = "America/Cayenne"
    assert zone_of(teacher) == WorkZone("America/Cayenne", "", "guyane")


def test_a_clock_that_does_not_exist_is_not_used(teacher: User) -> None:
    teacher.time_zone = "Mars/Olympus"
    assert zone_of(teacher) == WorkZone("Europe/Paris")


def test_many_people_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    crowd = people(5)
    for person in crowd[:4]:
        work(person, school())
    with django_assert_num_queries(1):
        zones = zones_of(crowd)
    assert [zones[person.pk].holiday_zone for person in crowd] == ["B"] * 4 + [""]
