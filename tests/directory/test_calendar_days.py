"""The days off as data: compared with a kept library, and what happens where nothing is known."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from vacances_scolaires_france import SchoolHolidayDates

from trousse.core.env import InvalidSetting
from trousse.directory import calendar_data
from trousse.directory.calendar import WorkZone, holidays, is_day_off, school_year_of
from trousse.directory.calendar_data import BUNDLED, check_calendars, read_calendars, school_years
from trousse.directory.calendar_public import easter, public_holidays

TUESDAY = date(2027, 5, 25)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=shift) for shift in range((last - first).days + 1)]


@pytest.mark.parametrize("zone", ["A", "B", "C"])
def test_the_three_zones_are_those_of_the_kept_library(zone: str) -> None:
    library = SchoolHolidayDates()
    for year in school_years(zone):
        for day in days(year.first, year.last):
            ours = any(one.first <= day <= one.last for one in year.holidays)
            assert ours == library.is_holiday_for_zone(day, zone), day


@pytest.mark.parametrize("zone", ["A", "B", "C", "reunion"])
def test_this_school_year_is_known(zone: str) -> None:
    known = school_year_of(WorkZone(holiday_zone=zone), date(2026, 11, 23))
    assert known is not None
    assert known.year == "2026-2027"


def test_every_calendar_that_comes_along_can_be_read() -> None:
    assert {year.zone for year in read_calendars(BUNDLED)} >= {"A", "B", "C", "reunion"}


@pytest.mark.parametrize("zone", ["corse", "guadeloupe", "mayotte", ""])
def test_a_zone_without_calendar_keeps_weekends_and_public_holidays(zone: str) -> None:
    place = WorkZone(holiday_zone=zone)
    assert school_year_of(place, TUESDAY) is None
    assert not is_day_off(place, date(2027, 2, 16))
    assert is_day_off(place, date(2027, 1, 1))
    assert is_day_off(place, date(2027, 2, 20))


@pytest.mark.parametrize(
    ("territory", "day", "is_off"),
    [
        ("", date(2027, 3, 26), False),  # Good Friday
        ("alsace-moselle", date(2027, 3, 26), True),
        ("alsace-moselle", date(2028, 12, 26), True),
        ("guadeloupe", date(2027, 5, 27), True),
        ("martinique", date(2028, 5, 22), True),
        ("guyane", date(2027, 6, 10), True),
        ("reunion", date(2027, 12, 20), True),
        ("mayotte", date(2027, 4, 27), True),
        ("nouvelle-caledonie", date(2027, 9, 24), True),
        ("polynesie-francaise", date(2026, 11, 20), True),
        ("wallis-et-futuna", date(2027, 7, 29), True),
        ("saint-barthelemy", date(2028, 10, 9), True),
        ("saint-martin", date(2027, 5, 28), True),
        ("", date(2027, 5, 27), False),
    ],
)
def test_territories_have_their_own_public_holidays(
    territory: str, day: date, *, is_off: bool
) -> None:
    assert is_day_off(WorkZone(territory=territory), day) is is_off


def test_moving_days_follow_easter() -> None:
    known = {2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2028: (4, 16), 2038: (4, 25)}
    assert {year: (easter(year).month, easter(year).day) for year in known} == known
    assert public_holidays("", 2027)[date(2027, 5, 6)] == "Ascension"
    assert public_holidays("", 2027)[date(2027, 5, 17)] == "Lundi de Pentecôte"


def test_a_list_holds_what_touches_the_days_asked_for() -> None:
    found = holidays(WorkZone(holiday_zone="C"), date(2026, 12, 31), date(2027, 2, 6))
    assert [(one.name, one.kind) for one in found] == [
        ("Vacances de Noël", "school"),
        ("Jour de l’an", "public"),
        ("Vacances d’hiver", "school"),
    ]


GUADELOUPE = """
[[calendar]]
zones = ["guadeloupe"]
year = "2026-2027"
first = 2026-09-01
last = 2027-08-31
holidays = [{ name = "Carnaval", first = 2027-02-06, last = 2027-02-21 }]
"""


@pytest.fixture
def own_file(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    path = tmp_path / "calendars.toml"
    settings.SCHOOL_CALENDAR = path
    calendar_data.forget_calendars()
    yield path
    settings.SCHOOL_CALENDAR = None
    calendar_data.forget_calendars()


def test_an_operator_may_add_a_calendar(own_file: Path) -> None:
    own_file.write_text(GUADELOUPE)
    assert is_day_off(WorkZone(holiday_zone="guadeloupe"), date(2027, 2, 16))
    assert school_years("A")


def test_an_operator_may_replace_a_calendar(own_file: Path) -> None:
    own_file.write_text(GUADELOUPE.replace("guadeloupe", "A"))
    assert next(one.name for year in school_years("A") for one in year.holidays) == "Carnaval"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2027-02-21", "2027-02-01"),
        ("last = 2027-02-21", "last = 2027-09-21"),
        ("2027-02-06", "2026-09-06"),
        ("name =", "title ="),
        ("2026-09-01", '"2026"'),
        ("[[calendar]]", "[calendar"),
    ],
)
def test_a_wrong_file_is_refused(own_file: Path, right: str, wrong: str) -> None:
    own_file.write_text(GUADELOUPE.replace(right, wrong))
    with pytest.raises(InvalidSetting, match="SCHOOL_CALENDAR"):
        check_calendars()
