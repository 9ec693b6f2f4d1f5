"""Quiet hours: properties of the next allowed moment, whatever the zone and the season."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from trousse.core.time_zones import TIME_ZONES
from trousse.directory.calendar import WorkZone, is_day_off, next_allowed_moment
from trousse.directory.calendar_public import TERRITORIES

PARIS_B = WorkZone("Europe/Paris", "B")
ZONES = st.builds(
    WorkZone,
    time_zone=st.sampled_from([name for name, _ in TIME_ZONES]),
    holiday_zone=st.sampled_from(["", "A", "B", "C", "corse", "reunion", "nouvelle-caledonie"]),
    territory=st.sampled_from(["", *sorted(TERRITORIES)]),
)
INSTANTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    datetime(2032, 12, 31, 23, 59),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Tahiti")]),
)
BUSY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SPRING = datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def is_allowed(zone: WorkZone, instant: datetime) -> bool:
    there = instant.astimezone(ZoneInfo(zone.time_zone))
    return time(7, 30) <= there.time() < time(19) and not is_day_off(zone, there.date())


@BUSY_MACHINE
@given(ZONES, INSTANTS)
@example(PARIS_B, SPRING)
@example(PARIS_B, AUTUMN)
@example(PARIS_B, datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
def test_the_moment_is_allowed_not_before_and_stays(zone: WorkZone, after: datetime) -> None:
    moment = next_allowed_moment(zone, after)

    assert moment >= after
    assert is_allowed(zone, moment)
    assert next_allowed_moment(zone, moment) == moment


@BUSY_MACHINE
@given(ZONES, INSTANTS)
def test_an_allowed_moment_is_kept_as_it_is(zone: WorkZone, after: datetime) -> None:
    if is_allowed(zone, after):
        assert next_allowed_moment(zone, after) is after


@BUSY_MACHINE
@given(ZONES, INSTANTS)
def test_nothing_allowed_is_skipped(zone: WorkZone, after: datetime) -> None:
    moment = next_allowed_moment(zone, after)
    steps = int((moment - after) / timedelta(hours=1))

    assert not any(is_allowed(zone, after + timedelta(hours=n)) for n in range(steps))


@BUSY_MACHINE
@given(ZONES, INSTANTS, st.timedeltas(timedelta(), timedelta(days=30)))
def test_asking_later_never_gives_earlier(zone: WorkZone, after: datetime, wait: timedelta) -> None:
    assert next_allowed_moment(zone, after + wait) >= next_allowed_moment(zone, after)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2026-11-23T07:29", "2026-11-23T07:30"),  # Monday morning
        ("2026-11-23T18:59", "2026-11-23T18:59"),
        ("2026-11-23T19:00", "2026-11-24T07:30"),
        ("2026-11-27T19:00", "2026-11-30T07:30"),  # Friday evening
        ("2026-11-28T10:00", "2026-11-30T07:30"),  # Saturday
        ("2026-12-18T20:00", "2027-01-04T07:30"),  # Christmas, across the year end
        ("2027-03-26T19:30", "2027-03-30T07:30"),  # clocks change, then Easter Monday
        ("2027-02-13T09:00", "2027-02-15T07:30"),  # zone A is on holiday, zone B only from the 20th
        ("2027-02-20T09:00", "2027-03-08T07:30"),
        ("2027-05-05T19:00", "2027-05-10T07:30"),  # Ascension and its bridge
        ("2027-07-02T19:00", "2027-09-01T07:30"),  # summer
        (
            "2030-02-20T12:00",
            "2030-02-20T12:00",
        ),  # no calendar yet: only week-ends, public holidays
        ("2030-05-01T12:00", "2030-05-02T07:30"),
    ],
)
def test_people_of_zone_b_are_reached_in_their_working_hours(asked: str, expected: str) -> None:
    assert next_allowed_moment(PARIS_B, paris(asked)) == paris(expected)


def test_hours_are_those_of_the_place() -> None:
    reunion = WorkZone("Indian/Reunion", "reunion", "reunion")
    noon = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # 19:30 there
    assert next_allowed_moment(reunion, noon) == datetime(2026, 11, 24, 3, 30, tzinfo=UTC)


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_allowed_moment(PARIS_B, datetime(2026, 11, 23, 9))  # noqa: DTZ001  # what is refused
