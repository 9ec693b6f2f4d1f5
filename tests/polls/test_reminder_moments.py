"""When people may be reminded: the pure rules."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from trousse.directory.calendar import WorkZone
from trousse.services.polls.reminder_moments import (
    is_allowed,
    moment_after,
    moment_before,
    next_moment,
)

PARIS = WorkZone("Europe/Paris", "A")
REUNION = WorkZone("Indian/Reunion", "reunion", "reunion")
TAHITI = WorkZone("Pacific/Tahiti", "polynesie-francaise", "polynesie-francaise")
UNKNOWN = WorkZone("Europe/Paris")


def at(words: str, zone: WorkZone = PARIS) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone.time_zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "deadline", "moment"),
    [
        (PARIS, "2026-12-03T12:00", "2026-12-01T12:00"),
        (PARIS, "2026-12-03T07:40", "2026-12-01T08:00"),  # half past seven is too early
        (PARIS, "2026-12-03T22:00", "2026-12-02T08:00"),  # Tuesday evening: Wednesday morning
        (PARIS, "2026-11-29T22:00", "2026-11-27T16:00"),  # a Sunday night: Friday afternoon
        (PARIS, "2026-11-30T07:00", "2026-11-27T16:00"),  # Monday before class
        (PARIS, "2026-11-30T20:00", "2026-11-30T08:00"),  # Monday evening: that morning
        (PARIS, "2027-01-03T18:00", "2026-12-18T16:00"),  # before the holidays, not during them
        (PARIS, "2026-11-12T09:00", "2026-11-10T09:00"),
        (PARIS, "2026-11-13T12:00", "2026-11-12T08:00"),  # 11 November is a public holiday
        (PARIS, "2027-03-29T12:00", "2027-03-26T16:00"),  # Easter Monday, after clocks changed
        (UNKNOWN, "2026-10-26T12:00", "2026-10-23T16:00"),  # over the night of winter time
        (REUNION, "2026-12-03T12:00", "2026-12-01T12:00"),
        (TAHITI, "2026-12-03T12:00", "2026-12-01T12:00"),
    ],
)
def test_a_reminder_comes_two_days_before_when_people_work(
    zone: WorkZone, deadline: str, moment: str
) -> None:
    found = moment_before(at(deadline, zone), zone)

    assert found == at(moment, zone)
    assert is_allowed(zone, found)


def test_each_hears_of_one_deadline_at_hours_of_their_own() -> None:
    deadline = at("2026-12-03T18:00")  # in Paris

    assert moment_before(deadline, PARIS) == at("2026-12-01T18:00")
    assert moment_before(deadline, REUNION) == at("2026-12-02T08:00", REUNION)  # not at 21:00
    assert moment_before(deadline, TAHITI) == at("2026-12-01T08:00", TAHITI)  # not at 7:00


@pytest.mark.parametrize(
    ("zone", "invited", "moment"),
    [
        (PARIS, "2026-11-23T10:00", "2026-11-26T10:00"),
        (PARIS, "2026-11-26T10:00", "2026-12-01T10:00"),  # over a week-end
        (PARIS, "2026-11-23T22:00", "2026-11-27T08:00"),  # written at night: in the morning
        (PARIS, "2026-12-17T10:00", "2027-01-05T10:00"),  # two of the three days after holidays
        (PARIS, "2027-03-25T10:00", "2027-03-31T10:00"),  # Easter Monday; ten o'clock stays ten
        (REUNION, "2026-11-23T10:00", "2026-11-26T10:00"),
    ],
)
def test_without_deadline_three_school_days_are_left(
    zone: WorkZone, invited: str, moment: str
) -> None:
    assert moment_after(at(invited, zone), zone) == at(moment, zone)


@pytest.mark.parametrize(
    ("when", "allowed"),
    [
        ("2026-11-24T08:00", True),
        ("2026-11-24T07:59", False),
        ("2026-11-24T18:59", True),
        ("2026-11-24T19:00", False),
        ("2026-11-28T10:00", False),
        ("2026-11-29T10:00", False),
        ("2026-12-22T10:00", False),
        ("2026-10-26T08:00", False),  # autumn holidays
        ("2027-03-29T10:00", False),  # Easter Monday
    ],
)
def test_nobody_is_reminded_outside_school_hours(when: str, allowed: bool) -> None:
    assert is_allowed(PARIS, at(when)) is allowed
    assert is_allowed(PARIS, next_moment(PARIS, at(when)))
