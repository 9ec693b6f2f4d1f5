"""What is proposed: days without holidays, hours that exist, moved along the school calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousse.core.time_zones import TIME_ZONES
from trousse.directory.calendar import WorkZone
from trousse.services.polls.calendars import off_calendar
from trousse.services.polls.proposing.bells import USUAL_BELLS, Bell, School, half_day, lunch
from trousse.services.polls.proposing.days_off import DaysOff, OffCalendar
from trousse.services.polls.proposing.moving import move_slots, usual_weeks
from trousse.services.polls.proposing.proposal import Setting, Why, propose
from trousse.services.polls.proposing.slots import (
    MOST_SLOTS,
    WHOLE_DAY,
    Hours,
    SlotDraft,
    order_of,
)

TODAY = date(2026, 11, 23)
PARIS = ZoneInfo("Europe/Paris")
EVENING = Hours(time(17), time(18))
CHRISTMAS = DaysOff(date(2026, 12, 19), date(2027, 1, 3), "Vacances de Noël, zone A")
SETTING = Setting(TODAY, PARIS, OffCalendar([CHRISTMAS]))

days = st.dates(date(2026, 1, 1), date(2030, 1, 1))
quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
some_hours = st.one_of(
    st.just(WHOLE_DAY),
    st.tuples(quarters, quarters).filter(lambda pair: pair[0] < pair[1]).map(lambda p: Hours(*p)),
)
zones = st.sampled_from([ZoneInfo(name) for name, _ in TIME_ZONES])
calendars = st.lists(
    st.tuples(days, st.integers(0, 30)).map(
        lambda pair: DaysOff(pair[0], pair[0] + timedelta(days=pair[1]), "Vacances")
    ),
    max_size=8,
).map(OffCalendar)


on_a_busy_machine = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)


def test_days_off_are_left_out_with_their_reason() -> None:
    proposal = propose([date(2026, 12, 17), date(2026, 12, 22)], [EVENING], SETTING)
    assert proposal.slots == [SlotDraft(date(2026, 12, 17), *EVENING)]
    (left,) = proposal.left_out
    assert (left.day, left.hours, left.why) == (date(2026, 12, 22), (EVENING,), Why.OFF)
    assert left.reason == "Vacances de Noël, zone A"


def test_a_day_off_is_proposed_all_the_same_when_asked() -> None:
    proposal = propose([date(2026, 12, 22)], [WHOLE_DAY], SETTING, keeps_days_off=True)
    assert proposal.slots == [SlotDraft(date(2026, 12, 22))]


@pytest.mark.parametrize(
    ("day", "hours", "why"),
    [
        (TODAY - timedelta(days=1), WHOLE_DAY, Why.PAST),
        (date(2027, 3, 28), Hours(time(2, 30), time(4)), Why.CLOCK),
        (date(2027, 3, 28), Hours(time(1, 30), time(2, 30)), Why.CLOCK),
    ],
)
def test_what_cannot_be_is_left_out(day: date, hours: Hours, why: Why) -> None:
    proposal = propose([day], [hours], SETTING)
    assert proposal.slots == []
    assert [left.why for left in proposal.left_out] == [why]


def test_the_same_night_exists_overseas() -> None:
    reunion = Setting(TODAY, ZoneInfo("Indian/Reunion"))
    assert propose([date(2027, 3, 28)], [Hours(time(2, 30), time(4))], reunion).slots


def test_it_stops_at_three_hundred() -> None:
    many = [TODAY + timedelta(days=shift) for shift in range(400)]
    proposal = propose(many, [WHOLE_DAY], Setting(TODAY, PARIS), known=[SlotDraft(TODAY)])
    assert len(proposal.slots) == MOST_SLOTS - 1
    assert {left.why for left in proposal.left_out} == {Why.FULL}


@on_a_busy_machine
@given(
    wanted=st.sets(days, max_size=40),
    hours=st.lists(some_hours, min_size=1, max_size=6),
    zone=zones,
    off=calendars,
    today=days,
)
def test_nothing_is_lost_and_nothing_is_impossible(
    wanted: set[date], hours: list[Hours], zone: ZoneInfo, off: OffCalendar, today: date
) -> None:
    proposal = propose(wanted, hours, Setting(today, zone, off))
    slots = proposal.slots
    assert slots == sorted(set(slots), key=order_of)
    assert len(slots) <= MOST_SLOTS
    assert all(slot.day >= today and not off.reason(slot.day) for slot in slots)
    for slot in slots:
        if slot.start is not None:
            local = datetime.combine(slot.day, slot.start, zone)
            assert local.astimezone(UTC).astimezone(zone).time() == slot.start
    left = {(one.day, some) for one in proposal.left_out for some in one.hours}
    assert left | {(slot.day, slot.hours) for slot in slots} == {
        (day, some) for day in wanted for some in hours
    }


@on_a_busy_machine
@given(st.lists(st.builds(SlotDraft, days), min_size=1, max_size=30, unique=True), days)
def test_moved_slots_keep_their_day_of_the_week(slots: list[SlotDraft], today: date) -> None:
    weeks = usual_weeks(slots, today)
    moved = move_slots(slots, weeks, Setting(today, PARIS)).slots
    assert [slot.day for slot in moved] == sorted(
        slot.day + timedelta(weeks=weeks) for slot in slots
    )
    assert min(slot.day for slot in moved) > today


@on_a_busy_machine
@given(st.sets(days, min_size=1, max_size=20), calendars, st.integers(1, 30))
def test_moving_past_days_off_drops_no_slot(
    chosen: set[date], off: OffCalendar, weeks: int
) -> None:
    slots = [SlotDraft(day, *EVENING) for day in chosen]
    setting = Setting(date(2026, 1, 1), PARIS, off)
    moved = move_slots(slots, weeks, setting, past_days_off=True)
    assert len(moved.slots) + len(moved.left_out) == len(slots)
    assert all(not off.reason(slot.day) for slot in moved.slots)
    assert all(slot.day >= min(chosen) + timedelta(weeks=weeks) for slot in moved.slots)


def test_a_series_that_meets_holidays_goes_on_after_them() -> None:
    slots = [SlotDraft(date(2026, 12, day)) for day in (1, 8, 15)]
    left = move_slots(slots, 2, SETTING)
    moved = move_slots(slots, 2, SETTING, past_days_off=True)
    assert [slot.day for slot in left.slots] == [date(2026, 12, 15)]
    assert [one.day for one in left.left_out] == [date(2026, 12, 22), date(2026, 12, 29)]
    assert [slot.day for slot in moved.slots] == [
        date(2026, 12, 15),
        date(2027, 1, 5),
        date(2027, 1, 12),
    ]


def test_bells_cover_both_halves_of_the_day() -> None:
    assert [bell.name for bell in USUAL_BELLS] == ["M1", "M2", "M3", "M4", "S1", "S2", "S3", "S4"]
    assert half_day(USUAL_BELLS, "M") == (time(8), time(11, 55))
    assert half_day([], "M") is None


def test_the_lunch_break_is_between_both_halves() -> None:
    late = Bell("M5", Hours(time(12), time(13, 30)))
    assert lunch(USUAL_BELLS) == (time(11, 55), time(13, 30))
    assert lunch(USUAL_BELLS[:4]) is None
    assert lunch([*USUAL_BELLS[:4], late, *USUAL_BELLS[4:]]) is None


@pytest.mark.parametrize(
    ("school", "poll", "same"),
    [
        ("Indian/Reunion", "Indian/Reunion", True),
        ("America/Guadeloupe", "America/Martinique", True),  # always four hours behind London
        ("Indian/Reunion", "Europe/Paris", False),
        ("America/Miquelon", "America/Cayenne", False),  # same hour in winter only
        ("", "Pacific/Noumea", True),  # usual hours of somebody who works nowhere
    ],
)
def test_a_school_is_on_the_clock_of_a_poll_all_year_or_not(
    school: str, poll: str, same: bool
) -> None:
    assert School(time_zone=school).is_on_clock(ZoneInfo(poll), TODAY) is same


@pytest.mark.parametrize(
    ("zones", "day", "reason"),
    [
        ([WorkZone(holiday_zone="A")], date(2026, 12, 24), "Vacances de Noël, zone A"),
        (
            [WorkZone(holiday_zone="A"), WorkZone(holiday_zone="C")],
            date(2026, 12, 24),
            "Vacances de Noël, zone A, zone C",
        ),
        (
            [WorkZone(holiday_zone="A"), WorkZone(holiday_zone="C")],
            date(2027, 2, 9),
            "Vacances d’hiver, zone C",
        ),
        ([WorkZone(holiday_zone="A")], date(2026, 11, 11), "Armistice de 1918"),
        (
            [WorkZone(), WorkZone("Indian/Reunion", "", "reunion")],
            date(2026, 12, 20),
            "Abolition de l’esclavage, La Réunion",
        ),
        ([WorkZone(holiday_zone="A")], date(2026, 11, 24), ""),
    ],
)
def test_the_reason_names_the_holiday_and_whose_it_is(
    zones: list[WorkZone], day: date, reason: str
) -> None:
    calendar = off_calendar(zones, date(2026, 11, 1), date(2027, 11, 1))
    assert calendar.reason(day) == reason


def test_days_off_in_a_row_are_one_span() -> None:
    calendar = off_calendar([WorkZone(holiday_zone="A")], TODAY, date(2027, 1, 2))
    assert [
        (span.first.day, span.last.day, span.reason)
        for span in calendar.spans(TODAY, date(2027, 1, 2))
    ] == [
        (19, 24, "Vacances de Noël, zone A"),
        (25, 25, "Vacances de Noël, zone A ; Noël"),
        (26, 31, "Vacances de Noël, zone A"),
        (1, 1, "Vacances de Noël, zone A ; Jour de l’an"),
        (2, 2, "Vacances de Noël, zone A"),
    ]
