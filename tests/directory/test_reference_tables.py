"""The tables that the ministry decides: the real académies, functions, disciplines."""

from collections import Counter

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.core.management import call_command

from trousse.core.time_zones import TIME_ZONES, is_time_zone
from trousse.directory.data.loading import TABLES, load_reference_tables, rows_of
from trousse.directory.models import Academy, Discipline, Function

OVERSEAS_COLLECTIVITIES = {"40", "41", "42", "44"}


@pytest.mark.django_db
def test_the_thirty_academies_are_there_with_those_who_stand_in_their_place() -> None:
    codes = set(Academy.objects.values_list("code", flat=True))
    assert len(codes - OVERSEAS_COLLECTIVITIES) == 30
    assert codes >= OVERSEAS_COLLECTIVITIES
    assert {"14", "27", "28", "31", "32", "33", "43", "70"} <= codes
    assert not {"05", "21"} & codes, "Caen and Rouen became Normandie in 2020"


@pytest.mark.django_db
def test_the_eighteen_regions_are_named() -> None:
    mainland_and_overseas = Academy.objects.exclude(code__in=OVERSEAS_COLLECTIVITIES)
    assert mainland_and_overseas.values("region").distinct().order_by().count() == 18


@pytest.mark.django_db
def test_holiday_zones_are_those_of_the_decree() -> None:
    zones = Counter(Academy.objects.values_list("holiday_zone", flat=True))
    assert (zones["A"], zones["B"], zones["C"]) == (8, 11, 5)
    assert Academy.objects.get(slug="rennes").holiday_zone == "B"
    assert Academy.objects.get(slug="corse").holiday_zone == "corse"


@pytest.mark.parametrize(
    ("slug", "zone"),
    [
        ("la-reunion", "Indian/Reunion"),
        ("mayotte", "Indian/Mayotte"),
        ("guyane", "America/Cayenne"),
        ("guadeloupe", "America/Guadeloupe"),
        ("martinique", "America/Martinique"),
        ("corse", "Europe/Paris"),
    ],
)
@pytest.mark.django_db
def test_an_academy_has_its_own_time(slug: str, zone: str) -> None:
    assert Academy.objects.get(slug=slug).time_zone == zone


def test_every_time_zone_exists_and_can_be_chosen() -> None:
    zones = {row["time_zone"] for row in rows_of("Academy")}
    assert all(is_time_zone(zone) for zone in zones)
    assert zones <= {name for name, _label in TIME_ZONES}


@pytest.mark.parametrize("table", TABLES)
def test_a_file_says_each_thing_once(table: str) -> None:
    rows = rows_of(table)
    for column in ("code", "slug", "name", "title", "label"):
        values = [row[column] for row in rows if column in row]
        assert len(values) == len(set(values)), column
    assert all(value.strip() == value and value for row in rows for value in row.values())


@pytest.mark.parametrize("table", TABLES)
def test_what_a_file_says_fits_into_its_column(table: str) -> None:
    """PostgreSQL refuses what is too long, SQLite says nothing."""
    model = apps.get_model("directory", table)
    for row in rows_of(table):
        model(**row).clean_fields(exclude=["id"])


@pytest.mark.django_db
def test_a_new_migration_corrects_what_is_there_and_keeps_its_keys() -> None:
    before = Academy.objects.get(code="14").pk
    Academy.objects.filter(code="14").update(name="Rennnes")
    Function.objects.filter(code="cpe").delete()

    call_command("migrate", "directory", verbosity=0)

    assert Academy.objects.get(code="14").name == "Rennes"
    assert Academy.objects.get(code="14").pk == before
    assert Function.objects.filter(code="cpe").exists()
    assert Discipline.objects.count() == len(rows_of("Discipline"))


@pytest.mark.django_db
def test_nothing_is_loaded_before_the_tables_exist() -> None:
    Academy.objects.all().delete()
    load_reference_tables(apps=Apps())
    assert not Academy.objects.exists()
