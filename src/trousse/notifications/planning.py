"""When a letter may leave: at once, at the first allowed moment, in the morning, or never.

Pure rules: nothing here writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trousse.directory.calendar import WorkZone, next_allowed_moment
from trousse.notifications.kinds import kind_named
from trousse.notifications.models import Notification, Preference

DIGEST_HOUR = time(7, 30)
A_DAY = timedelta(days=1)
Choice = Preference.Choice


@dataclass(slots=True)
class Plan:
    """What to do now with what waits for somebody.

    ``at_once``: to be mailed now, by thing. ``digest``: to be mailed now, in one letter.
    ``later``: looked at again at that moment. ``unwanted``: never mailed.
    """

    at_once: list[Notification] = field(default_factory=list)
    digest: list[Notification] = field(default_factory=list)
    later: dict[datetime, list[Notification]] = field(default_factory=dict)
    unwanted: list[Notification] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reader:
    """What decides for one person. ``digest_on``: the day of their last digest."""

    zone: WorkZone
    choices: Mapping[str, str]
    digest_on: date | None


def plan_letters(waiting: Sequence[Notification], reader: Reader, at: datetime) -> Plan:
    """Sort what waits for one person, at the instant ``at``."""
    plan = Plan()
    daily: list[Notification] = []
    for row in waiting:
        kind = kind_named(row.kind)
        choice = reader.choices.get(row.service, Choice.NOW)
        if kind is None or choice == Choice.NEVER:
            plan.unwanted.append(row)
        elif kind.urgent:
            plan.at_once.append(row)
        elif choice == Choice.DIGEST:
            daily.append(row)
        else:
            moment = next_allowed_moment(reader.zone, at)
            _put(plan, [row], moment, at, plan.at_once)
    if daily:
        told_since = min(row.created_at for row in daily)
        _put(plan, daily, _next_digest(reader, told_since, at), at, plan.digest)
    return plan


def digest_moment(zone: WorkZone, after: datetime) -> datetime:
    """Return the first moment after ``after`` at which a digest may leave.

    Half past seven or later where the person works, when people may be written to.
    """
    local = after.astimezone(ZoneInfo(zone.time_zone))
    morning = datetime.combine(local.date(), DIGEST_HOUR, local.tzinfo)
    if morning <= after:
        morning = datetime.combine(local.date() + A_DAY, DIGEST_HOUR, local.tzinfo)
    allowed = next_allowed_moment(zone, morning.astimezone(UTC))
    there = allowed.astimezone(local.tzinfo)
    if there.time() < DIGEST_HOUR:  # a later day, on which hours begin before ours
        morning = datetime.combine(there.date(), DIGEST_HOUR, local.tzinfo)
        allowed = next_allowed_moment(zone, morning.astimezone(UTC))
    return allowed


def local_day(zone: WorkZone, at: datetime) -> date:
    """Return the day it is where the person works."""
    return at.astimezone(ZoneInfo(zone.time_zone)).date()


def _next_digest(reader: Reader, told_since: datetime, at: datetime) -> datetime:
    """Return when the digest of what was told since ``told_since`` leaves: at most one a day."""
    had_today = reader.digest_on is not None and reader.digest_on >= local_day(reader.zone, at)
    moment = digest_moment(reader.zone, at if had_today else told_since)
    # A worker that was away must not make up for it at night.
    return moment if moment > at else next_allowed_moment(reader.zone, at)


def _put(
    plan: Plan,
    rows: list[Notification],
    moment: datetime,
    at: datetime,
    leaving: list[Notification],
) -> None:
    if moment <= at:
        leaving.extend(rows)
    else:
        plan.later.setdefault(moment, []).extend(rows)
