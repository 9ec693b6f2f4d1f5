"""The page of the school calendar of where one works."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trousse.accounts.current import signed_in
from trousse.core.clock import now
from trousse.core.dates import day_label, hour_label, zone_label
from trousse.directory.calendar import (
    FIRST_HOUR,
    LAST_HOUR,
    ZONE_NAMES,
    Holiday,
    WorkZone,
    holidays,
    next_allowed_moment,
    school_year_of,
    zone_of,
)
from trousse.directory.calendar_data import school_years

AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, in words. ``last``: empty for a single day."""

    name: str
    first: str
    last: str
    is_now: bool


@login_required
@require_safe
def own_calendar(request: HttpRequest) -> HttpResponse:
    """Show the days off to come, and when one may be reached."""
    zone = zone_of(signed_in(request))
    instant = now()
    today = instant.astimezone(ZoneInfo(zone.time_zone)).date()
    found = holidays(zone, today, _end(zone, today))
    context = {
        "zone_name": ZONE_NAMES.get(zone.holiday_zone, ""),
        "school_year": school_year_of(zone, today),
        "school": [_line(one, today) for one in found if one.kind == "school"],
        "public": [
            _line(one, today)
            for one in found
            if one.kind == "public" and one.first <= today + AHEAD
        ],
        "first_hour": hour_label(FIRST_HOUR),
        "last_hour": hour_label(LAST_HOUR),
        "town": zone_label(zone.time_zone),
        "next_moment": _next(zone, instant, today),
    }
    return render(request, "directory/calendar.html", context)


def _end(zone: WorkZone, today: date) -> date:
    """A year from now, or the end of what is published when that is later."""
    return max([today + AHEAD, *(year.last for year in school_years(zone.holiday_zone))])


def _next(zone: WorkZone, instant: datetime, today: date) -> str:
    moment = next_allowed_moment(zone, instant)
    if moment == instant:
        return ""
    there = moment.astimezone(ZoneInfo(zone.time_zone))
    return f"{day_label(there.date(), today=today)}, {hour_label(there.time())}"


def _line(one: Holiday, today: date) -> Line:
    last = "" if one.last == one.first else day_label(one.last, today=today)
    is_now = one.first <= today <= one.last
    return Line(one.name, day_label(one.first, today=today), last, is_now)
