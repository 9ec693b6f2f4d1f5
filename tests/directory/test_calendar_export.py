"""The ministry's open data becomes calendars that Trousse reads."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from trousse.directory.calendar_data import SchoolYear, read_calendars
from trousse.directory.calendar_export import UnreadableExport, calendars_of_export

Record = dict[str, str]


def record(
    name: str, start: str, end: str, zone: str = "Corse", year: str = "2026-2027", of: str = "-"
) -> Record:
    return {
        "description": name,
        "population": of,
        "start_date": start,
        "end_date": end,
        "location": zone,
        "zones": zone,
        "annee_scolaire": year,
    }


NOEL = record("Vacances de Noël", "2026-12-18T23:00:00+00:00", "2027-01-03T23:00:00+00:00")
PONT = record("Pont de l'Ascension", "2027-05-06T22:00:00+00:00", "2027-05-06T22:00:00+00:00")
SUMMER = record("Début des Vacances d'Été", "2027-07-02T22:00:00Z", "2027-07-02T22:00:00Z")


def days(year: SchoolYear) -> dict[str, tuple[date, date]]:
    return {one.name: (one.first, one.last) for one in year.holidays}


def test_a_zone_has_its_days_without_class() -> None:
    (year,) = calendars_of_export([SUMMER, NOEL, PONT, NOEL])
    assert (year.zone, year.year) == ("corse", "2026-2027")
    assert (year.first, year.last) == (date(2026, 9, 1), date(2027, 8, 31))
    assert days(year) == {
        "Vacances de Noël": (date(2026, 12, 19), date(2027, 1, 3)),
        "Pont de l’Ascension": (date(2027, 5, 7), date(2027, 5, 9)),
        "Vacances d’Été": (date(2027, 7, 3), date(2027, 8, 31)),
    }


def test_who_leaves_after_class_on_a_week_day_is_free_the_next_day() -> None:
    carnival = record(
        "Vacances de carnaval",
        "2027-02-04T23:00:00+00:00",  # midnight of 5 February, a Friday, in Paris
        "2027-02-21T23:00:00+00:00",
        zone="Guadeloupe",
    )
    (year,) = calendars_of_export([carnival])
    assert days(year)["Vacances de carnaval"] == (date(2027, 2, 6), date(2027, 2, 21))


def test_a_southern_summer_without_a_published_end_is_not_guessed() -> None:
    summer = SUMMER | {"zones": "Réunion", "location": "Réunion"}
    (year,) = calendars_of_export([summer])
    assert year.last == date(2027, 7, 3)
    (calendar_year,) = calendars_of_export(
        [NOEL | {"zones": "Polynésie", "annee_scolaire": "2026"}]
    )
    assert (calendar_year.zone, calendar_year.first) == ("polynesie-francaise", date(2026, 1, 1))
    assert calendar_year.last == date(2027, 1, 3)


@pytest.mark.parametrize("of", ["Enseignants", "Saint-Martin"])
def test_a_part_of_the_people_is_left_out(of: str) -> None:
    assert calendars_of_export([NOEL | {"population": of}]) == []


def test_an_unknown_zone_is_left_out() -> None:
    assert calendars_of_export([NOEL | {"zones": "Zone D"}]) == []


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ({"results": []}, "a list of records"),
        ([NOEL, {"description": "x"}], "record 2"),
        ([NOEL | {"start_date": "hier"}], "record 1"),
    ],
)
def test_another_file_is_refused_in_words(records: object, words: str) -> None:
    with pytest.raises(UnreadableExport, match=words):
        calendars_of_export(records)


def test_the_command_writes_what_the_setting_reads(tmp_path: Path) -> None:
    export, calendar = tmp_path / "export.json", tmp_path / "calendar.toml"
    old = NOEL | {"annee_scolaire": "2025-2026", "start_date": "2025-12-19T23:00:00+00:00"}
    old["end_date"] = "2026-01-04T23:00:00+00:00"
    export.write_text(json.dumps([NOEL, PONT, SUMMER, old]))
    call_command("read_school_calendar", str(export), str(calendar), "--since", "2026-2027")
    assert read_calendars(calendar) == calendars_of_export([NOEL, PONT, SUMMER])


def test_a_wrong_export_leaves_the_calendar_as_it_was(tmp_path: Path) -> None:
    export, calendar = tmp_path / "export.json", tmp_path / "calendar.toml"
    calendar.write_text("kept")
    export.write_text("[{}]")
    with pytest.raises(CommandError, match="record 1"):
        call_command("read_school_calendar", str(export), str(calendar))
    assert calendar.read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["calendar.toml", "export.json"]
