"""When a reminder that leaves by itself may reach somebody: school days, by day.

Pure rules. A reminder comes two days before the deadline, or three school days after the
invitation. Where that falls on a day off, it comes later if time is left to answer, else earlier.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trousse.directory.calendar import WorkZone, is_day_off, next_allowed_moment

FIRST_HOUR = time(8)
BEFORE_DEADLINE = timedelta(hours=48)
LEAST_TO_ANSWER = timedelta(hours=12)
"""A reminder that waited for the end of days off is of use when that much is left."""
EARLIER = time(16)
"""The hour of a reminder brought forward to the last school day before days off."""
SCHOOL_DAYS = 3
FARTHEST = timedelta(days=70)
"""No days off are longer: summer has some sixty."""


def next_moment(zone: WorkZone, after: datetime) -> datetime:
    """Return the first instant from ``after`` on that is 8:00 to 19:00 of a school day there."""
    moment = next_allowed_moment(zone, after)
    there = moment.astimezone(ZoneInfo(zone.time_zone))
    if there.time() >= FIRST_HOUR:
        return moment
    return datetime.combine(there.date(), FIRST_HOUR, there.tzinfo).astimezone(UTC)


def is_allowed(zone: WorkZone, at: datetime) -> bool:
    """Tell whether people of ``zone`` may be reminded at ``at``."""
    return next_moment(zone, at) == at


def moment_before(deadline: datetime, zone: WorkZone) -> datetime | None:
    """Return when people of ``zone`` are reminded of ``deadline``; None when they never may be."""
    due = deadline - BEFORE_DEADLINE
    later = next_moment(zone, due)
    if later <= deadline - LEAST_TO_ANSWER:
        return later
    clock = ZoneInfo(zone.time_zone)
    day = due.astimezone(clock).date()
    for shift in range(FARTHEST.days):
        earlier = datetime.combine(day - timedelta(days=shift), EARLIER, clock).astimezone(UTC)
        if earlier <= due and not is_day_off(zone, day - timedelta(days=shift)):
            return earlier
    return None


def moment_after(invited: datetime, zone: WorkZone) -> datetime:
    """Return when people of ``zone``, invited at that instant, are reminded: once."""
    clock = ZoneInfo(zone.time_zone)
    there = invited.astimezone(clock)
    day, left = there.date(), SCHOOL_DAYS
    while left:
        day += timedelta(days=1)
        left -= not is_day_off(zone, day)
    return next_moment(zone, datetime.combine(day, there.time(), clock).astimezone(UTC))
