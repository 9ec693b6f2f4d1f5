"""The ministry's open data of school holidays, turned into the calendars that Trousse reads.

The dataset is ``fr-en-calendrier-scolaire`` of data.education.gouv.fr, exported as JSON: one
record per académie and holiday, with instants of midnight in Paris, whatever the territory.
``start_date`` is the day on which people leave after class, ``end_date`` the day on which class
starts again.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from trousse.directory.calendar_data import SchoolHoliday, SchoolYear

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
ZONES = {
    "zone-a": "A",
    "zone-b": "B",
    "zone-c": "C",
    "corse": "corse",
    "guadeloupe": "guadeloupe",
    "guyane": "guyane",
    "martinique": "martinique",
    "mayotte": "mayotte",
    "nouvelle-caledonie": "nouvelle-caledonie",
    "polynesie": "polynesie-francaise",
    "polynesie-francaise": "polynesie-francaise",
    "reunion": "reunion",
    "la-reunion": "reunion",
    "saint-pierre-et-miquelon": "saint-pierre-et-miquelon",
    "wallis-et-futuna": "wallis-et-futuna",
}
SEPTEMBER_ZONES = frozenset({"A", "B", "C", "corse"})
"""Where class starts again with September: a summer whose end is not published ends in August."""

EVERYBODY = frozenset({"-", "", "Élèves"})
"""Whose holidays count, among the populations of the dataset; the others are part of a zone."""

SATURDAY = 5


class UnreadableExport(ValueError):
    """The file is not an export of the dataset; the message says where."""


def calendars_of_export(records: object) -> list[SchoolYear]:
    """Return the calendars of an export, by zone and year.

    Records of teachers only, of a part of a territory and of zones that Trousse does not know
    are left out. Raises UnreadableExport.
    """
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise UnreadableExport("a list of records was expected")
    found: dict[tuple[str, str], set[SchoolHoliday]] = {}
    for number, record in enumerate(records, start=1):
        try:
            key, holiday = _read(record)
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableExport(f"record {number}: {error!r}") from error
        if key is not None and record.get("population", "-") in EVERYBODY:
            found.setdefault(key, set()).add(holiday)
    return [_year(zone, year, rows) for (zone, year), rows in sorted(found.items())]


def toml_of(years: Iterable[SchoolYear]) -> str:
    """Return the calendars in the form of the setting SCHOOL_CALENDAR."""
    return "\n".join(_table(one) for one in years)


def _read(record: Mapping[str, str]) -> tuple[tuple[str, str] | None, SchoolHoliday]:
    """Return the zone and year of a record, or None for an unknown zone, and its holiday.

    A holiday without a published end has its first day as last one.
    """
    name = " ".join(record["description"].replace("'", "’").split())
    leaves, returns = (_day_in_paris(record[key]) for key in ("start_date", "end_date"))
    zone = ZONES.get(_slug(record["zones"]))
    key = (zone, record["annee_scolaire"]) if zone else None
    if name.startswith("Pont"):
        return key, SchoolHoliday(name, leaves, max(returns - DAY, _sunday_of(leaves)))
    first = leaves if leaves.weekday() == SATURDAY else leaves + DAY
    return key, SchoolHoliday(name.removeprefix("Début des "), first, max(returns - DAY, first))


def _day_in_paris(instant: str) -> date:
    return datetime.fromisoformat(instant).astimezone(PARIS).date()


def _sunday_of(day: date) -> date:
    return day + DAY * (6 - day.weekday())


def _slug(words: str) -> str:
    folded = unicodedata.normalize("NFD", words.strip().lower())
    letters = "".join(one for one in folded if not unicodedata.combining(one))
    return "-".join(letters.replace("-", " ").split())


def _year(zone: str, year: str, rows: Iterable[SchoolHoliday]) -> SchoolYear:
    """Return the calendar, known up to a summer whose end is not published."""
    holidays = sorted(rows, key=lambda one: (one.first, one.last))
    first, last = _bounds(year)
    *before, summer = holidays
    if summer.first == summer.last and _is_summer(summer):
        end = last if zone in SEPTEMBER_ZONES else summer.first
        holidays = [*before, replace(summer, last=end)]
        last = min(last, end)
    first = min(first, holidays[0].first)
    return SchoolYear(zone, year, first, max(last, holidays[-1].last), _apart(holidays))


def _is_summer(holiday: SchoolHoliday) -> bool:
    return "té" in holiday.name


def _bounds(year: str) -> tuple[date, date]:
    """Return the first and last day of a school year: ``2026-2027``, or ``2026`` in the south."""
    first, _, last = year.partition("-")
    if last:
        return date(int(first), 9, 1), date(int(last), 8, 31)
    return date(int(first), 1, 1), date(int(first), 12, 31)


def _apart(holidays: Sequence[SchoolHoliday]) -> tuple[SchoolHoliday, ...]:
    """Return the holidays without what another one covers already."""
    kept: list[SchoolHoliday] = []
    for one in holidays:
        if kept and one.last <= kept[-1].last:
            continue
        first = max(one.first, kept[-1].last + DAY) if kept else one.first
        kept.append(replace(one, first=first))
    return tuple(kept)


def _table(year: SchoolYear) -> str:
    rows = (
        f'  {{ name = "{one.name}", first = {one.first}, last = {one.last} }},\n'
        for one in year.holidays
    )
    return (
        f'[[calendar]]\nzones = ["{year.zone}"]\nyear = "{year.year}"\nfirst = {year.first}\n'
        f"last = {year.last}\nholidays = [\n{''.join(rows)}]\n"
    )
