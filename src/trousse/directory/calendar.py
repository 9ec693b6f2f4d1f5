"""When people may be reached: the school calendar and the public holidays of where they work.

Quiet hours are the default for everything that is sent to people: from 7:30 to 19:00 of their
own clock, Monday to Friday, outside public and school holidays. Some schools teach on Saturday
morning, but letters can wait until Monday: the right to disconnect is the staff's.
A zone whose school calendar nobody published keeps its public holidays and its week-ends.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousse.core.time_zones import is_time_zone
from trousse.directory.calendar_data import SchoolYear, school_years
from trousse.directory.calendar_public import TERRITORIES, public_holidays
from trousse.directory.cards import current_affiliations

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Academy, Establishment

FIRST_HOUR, LAST_HOUR = time(7, 30), time(19)
SATURDAY = 5
HOME_ZONE = "Europe/Paris"

TERRITORY_OF_DEPARTMENT = {
    "57": "alsace-moselle",
    "67": "alsace-moselle",
    "68": "alsace-moselle",
    "971": "guadeloupe",
    "972": "martinique",
    "973": "guyane",
    "974": "reunion",
    "975": "saint-pierre-et-miquelon",
    "976": "mayotte",
    "977": "saint-barthelemy",
    "978": "saint-martin",
    "986": "wallis-et-futuna",
    "987": "polynesie-francaise",
    "988": "nouvelle-caledonie",
}
TERRITORY_OF_ACADEMY = {"strasbourg": "alsace-moselle"}
"""By slug. The other académies overseas have the name of their territory as holiday zone."""
TERRITORY_OF_TIME_ZONE = {
    "America/Guadeloupe": "guadeloupe",
    "America/Martinique": "martinique",
    "America/Cayenne": "guyane",
    "Indian/Reunion": "reunion",
    "Indian/Mayotte": "mayotte",
    "America/Miquelon": "saint-pierre-et-miquelon",
    "America/St_Barthelemy": "saint-barthelemy",
    "America/Marigot": "saint-martin",
    "Pacific/Noumea": "nouvelle-caledonie",
    "Pacific/Tahiti": "polynesie-francaise",
    "Pacific/Marquesas": "polynesie-francaise",
    "Pacific/Gambier": "polynesie-francaise",
    "Pacific/Wallis": "wallis-et-futuna",
}
ZONE_NAMES: dict[str, str | Promise] = {
    "A": _("Zone A"),
    "B": _("Zone B"),
    "C": _("Zone C"),
    "corse": _("Corsica"),
    "alsace-moselle": _("Alsace and Moselle"),
    "reunion": _("Réunion"),
    "guadeloupe": _("Guadeloupe"),
    "martinique": _("Martinique"),
    "guyane": _("French Guiana"),
    "mayotte": _("Mayotte"),
    "nouvelle-caledonie": _("New Caledonia"),
    "polynesie-francaise": _("French Polynesia"),
    "wallis-et-futuna": _("Wallis and Futuna"),
    "saint-pierre-et-miquelon": _("Saint Pierre and Miquelon"),
    "saint-barthelemy": _("Saint Barthélemy"),
    "saint-martin": _("Saint Martin"),
}
"""The names of zones of the school calendar, and of territories with holidays of their own."""


@dataclass(frozen=True, slots=True)
class WorkZone:
    """Where somebody works, as calendars see it.

    ``time_zone``: IANA name. ``holiday_zone``: zone of the school calendar (``A``, ``corse``…),
    empty when unknown. ``territory``: whose public holidays, empty for most of the country.
    """

    time_zone: str = HOME_ZONE
    holiday_zone: str = ""
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off, ``first`` and ``last`` included; the name is in French."""

    name: str
    first: date
    last: date
    kind: Literal["school", "public"]


def zone_of(user: "User") -> WorkZone:
    """Return where ``user`` works today; their own time zone when they work nowhere."""
    return zones_of([user])[user.pk]


def zones_of(users: Iterable["User"]) -> dict[int, WorkZone]:
    """Return the zone of each of ``users`` by primary key, in one query."""
    people = list(users)
    held = current_affiliations(people)
    zones = {}
    for user in people:
        place = next(iter(held[user.pk]), None)
        if place is None:
            zone = _usable(user.time_zone)
            zones[user.pk] = WorkZone(zone, territory=TERRITORY_OF_TIME_ZONE.get(zone, ""))
        elif place.establishment is None:
            zones[user.pk] = zone_of_academy(place.academy)
        else:
            zones[user.pk] = zone_of_establishment(place.establishment, place.academy)
    return zones


def zone_of_establishment(
    establishment: "Establishment", academy: "Academy | None" = None
) -> WorkZone:
    """Return the zone of a school: its own where it says so, else that of its académie.

    ``academy``: when known already, to spare its query.
    """
    of = academy if academy and academy.pk == establishment.academy_id else establishment.academy
    return WorkZone(
        _usable(establishment.time_zone or of.time_zone),
        establishment.holiday_zone or of.holiday_zone,
        TERRITORY_OF_DEPARTMENT.get(establishment.department.lstrip("0"), ""),
    )


def zone_of_academy(academy: "Academy") -> WorkZone:
    """Return the zone of those who work for a whole académie."""
    territory = TERRITORY_OF_ACADEMY.get(academy.slug, academy.holiday_zone)
    known = territory if territory in TERRITORIES else ""
    return WorkZone(_usable(academy.time_zone), academy.holiday_zone, known)


def holidays(zone: WorkZone, start: date, end: date) -> list[Holiday]:
    """Return the school and public holidays that touch ``start`` to ``end``, in order of time."""
    school = [
        Holiday(one.name, one.first, one.last, "school")
        for year in school_years(zone.holiday_zone)
        for one in year.holidays
    ]
    public = [
        Holiday(name, day, day, "public")
        for year in range(start.year, end.year + 1)
        for day, name in public_holidays(zone.territory, year).items()
    ]
    touching = [one for one in school + public if one.last >= start and one.first <= end]
    return sorted(touching, key=lambda one: (one.first, one.kind, one.name))


def school_year_of(zone: WorkZone, day: date) -> SchoolYear | None:
    """Return the school calendar that holds ``day``, or None when none is known."""
    years = school_years(zone.holiday_zone)
    place = bisect_right(years, day, key=lambda year: year.first)
    return years[place - 1] if place and day <= years[place - 1].last else None


def is_day_off(zone: WorkZone, day: date) -> bool:
    """Tell whether nobody should be disturbed on ``day``: week-ends, public and school holidays.

    Where no school calendar is known, only week-ends and public holidays count.
    """
    if day.weekday() >= SATURDAY or day in public_holidays(zone.territory, day.year):
        return True
    year = school_year_of(zone, day)
    return year is not None and any(one.first <= day <= one.last for one in year.holidays)


def next_allowed_moment(zone: WorkZone, after: datetime) -> datetime:
    """Return the first instant from ``after`` on at which people of ``zone`` may be reached.

    That is ``after`` itself when it is allowed, else 7:30 on their next working day, in UTC.
    Raises ValueError when ``after`` has no time zone.
    """
    if after.tzinfo is None:
        raise ValueError("an instant has a time zone")
    clock = ZoneInfo(zone.time_zone)
    instant = after.astimezone(UTC)
    day = instant.astimezone(clock).date()
    while True:
        opens, closes = (_instant(day, hour, clock) for hour in (FIRST_HOUR, LAST_HOUR))
        if instant < closes and not is_day_off(zone, day):
            return after if instant >= opens else opens
        day += timedelta(days=1)


def _instant(day: date, hour: time, clock: ZoneInfo) -> datetime:
    """Neither hour is ever skipped or repeated: clocks change at night in all our zones."""
    return datetime.combine(day, hour, clock).astimezone(UTC)


def _usable(time_zone: str) -> str:
    return time_zone if is_time_zone(time_zone) else HOME_ZONE
