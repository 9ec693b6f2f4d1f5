"""The days off of everybody whom a poll concerns, with the reason that people read."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trousse.directory.calendar import (
    ZONE_NAMES,
    Holiday,
    WorkZone,
    holidays,
    zone_of,
    zone_of_establishment,
    zones_of,
)
from trousse.directory.group_queries import members_of
from trousse.directory.queries import establishments_of
from trousse.services.polls.proposing.days_off import DaysOff, OffCalendar

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Establishment
    from trousse.directory.picker import Picked

YEAR = timedelta(days=366)
MOST_MEMBERS = 100
"""Members of one group whose place is looked up: teams share a school or two."""


def zones_concerned(
    organiser: "User",
    picked: "Picked | None" = None,
    places: "Iterable[Establishment] | None" = None,
) -> list[WorkZone]:
    """Return where the organiser (all their schools) and those who are invited work, each once.

    ``places``: the organiser's schools when they are known, to spare their query.
    """
    known = establishments_of(organiser) if places is None else places
    own = [zone_of_establishment(place) for place in known]
    zones = dict.fromkeys(own or [zone_of(organiser)])
    if picked is not None and len(picked):
        people = {user.pk: user for user in picked.people}
        for group in picked.groups:
            people |= {user.pk: user for user in members_of(group)[:MOST_MEMBERS]}
        zones |= dict.fromkeys(zones_of(people.values()).values())
    return list(zones)


def off_calendar(zones: Iterable[WorkZone], first: date, last: date) -> OffCalendar:
    """Return the school and public holidays of all ``zones`` that touch ``first`` to ``last``."""
    everywhere = list(dict.fromkeys(zones))
    where: dict[Holiday, list[WorkZone]] = {}
    for zone in everywhere:
        for holiday in holidays(zone, first, last):
            where.setdefault(holiday, []).append(zone)
    return OffCalendar(
        DaysOff(
            max(holiday.first, first),
            min(holiday.last, last),
            _reason(holiday, of, for_all=len(of) == len(everywhere)),
        )
        for holiday, of in where.items()
    )


def next_school_holidays(zones: Iterable[WorkZone], today: date) -> Holiday | None:
    """Return the school holidays that end next, until the last of ``zones`` is back."""
    coming = [
        holiday
        for zone in zones
        for holiday in holidays(zone, today, today + YEAR)
        if holiday.kind == "school"
    ]
    if not coming:
        return None
    first = min(coming, key=lambda one: one.last)
    return max((one for one in coming if one.name == first.name and _touch(one, first)), key=_last)


def _last(holiday: Holiday) -> date:
    return holiday.last


def _touch(one: Holiday, other: Holiday) -> bool:
    """Tell holidays of two places from those of another year."""
    return abs(one.first - other.first) < YEAR / 2


def _reason(holiday: Holiday, zones: list[WorkZone], *, for_all: bool) -> str:
    """Write « Vacances de Noël, zone A »; a public holiday that everybody has needs no place."""
    if holiday.kind == "public" and for_all:
        return holiday.name
    codes = (zone.holiday_zone if holiday.kind == "school" else zone.territory for zone in zones)
    places = [_place(code) for code in dict.fromkeys(codes) if code]
    return ", ".join([holiday.name, *places])


def _place(code: str) -> str:
    name = str(ZONE_NAMES.get(code, code))
    return name[0].lower() + name[1:] if name.startswith("Zone ") else name
