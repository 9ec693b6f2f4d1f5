"""When people are busy: our events and a calendar they bring, hostile ones refused."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.agenda.conftest import MONDAY, PARIS, POLL, TUESDAY_FIVE, draft
from trousse.accounts.models import User
from trousse.agenda.importing import drop_busy, import_busy
from trousse.agenda.models import Attendance, BusyCalendar, BusyTime
from trousse.agenda.operations import answer_event, cancel_event, put_event
from trousse.agenda.queries import BusySpan, busy_times, merged
from trousse.agenda.reading import Window, read_busy
from trousse.core.errors import InvalidInput

WINDOW = Window(MONDAY, MONDAY + timedelta(days=400), PARIS)


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n".encode()


def lesson(*more: str, start: str = "DTSTART;TZID=Europe/Paris:20261201T080000") -> str:
    lines = ["UID:lesson", "SUMMARY:Cours de 5e B", start, "DURATION:PT1H", *more]
    return "\r\n".join(lines)


def starts(content: bytes) -> list[str]:
    return [f"{span.start.astimezone(PARIS):%d/%m %Hh}" for span in read_busy(content, WINDOW)]


def test_one_lesson_makes_one_busy_hour() -> None:
    eight = datetime(2026, 12, 1, 8, tzinfo=PARIS)
    assert read_busy(calendar(lesson()), WINDOW) == [BusySpan(eight, eight + timedelta(hours=1))]


def test_weekly_lessons_keep_their_hour_when_clocks_change() -> None:
    found = starts(calendar(lesson("RRULE:FREQ=WEEKLY;UNTIL=20270430T220000Z")))
    assert found[0] == "01/12 08h"
    assert {hour.partition(" ")[2] for hour in found} == {"08h"}
    assert len(found) == 22


def test_holidays_left_out_and_moved_lessons_are_understood() -> None:
    moved = lesson(
        "RECURRENCE-ID;TZID=Europe/Paris:20261215T080000",
        start="DTSTART;TZID=Europe/Paris:20261215T140000",
    )
    weekly = lesson("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Paris:20261208T080000")
    assert starts(calendar(weekly, moved)) == ["01/12 08h", "15/12 14h", "22/12 08h"]


def test_free_and_cancelled_times_leave_people_free() -> None:
    content = calendar(
        lesson("TRANSP:TRANSPARENT"), lesson("STATUS:CANCELLED"), lesson("TRANSP:OPAQUE")
    )
    assert len(read_busy(content, WINDOW)) == 1


def test_hours_without_zone_are_those_of_the_person() -> None:
    there = Window(MONDAY, MONDAY + timedelta(days=30), ZoneInfo("Indian/Reunion"))
    floating = calendar(lesson(start="DTSTART:20261201T080000"))
    (span,) = read_busy(floating, there)
    assert span.start == datetime(2026, 12, 1, 8, tzinfo=ZoneInfo("Indian/Reunion"))


def test_a_whole_day_is_a_day_of_the_person() -> None:
    (span,) = read_busy(calendar("UID:x\r\nDTSTART;VALUE=DATE:20261201"), WINDOW)
    assert (span.start, span.end) == (
        datetime(2026, 12, 1, tzinfo=PARIS),
        datetime(2026, 12, 2, tzinfo=PARIS),
    )


def test_times_that_touch_are_one() -> None:
    nine = lesson(start="DTSTART;TZID=Europe/Paris:20261201T090000").replace("lesson", "other")
    (span,) = read_busy(calendar(lesson(), nine), WINDOW)
    assert span.end - span.start == timedelta(hours=2)


def test_home_made_zones_and_alarms_are_dropped_unread() -> None:
    zone = (
        b"BEGIN:VTIMEZONE\r\nTZID:Home\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        b"RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        b"END:VTIMEZONE\r\n"
    )
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nREPEAT:999999\r\nEND:VALARM"
    content = calendar(lesson(alarm, start="DTSTART;TZID=Home:20261201T080000"))
    content = content.replace(b"BEGIN:VEVENT", zone + b"BEGIN:VEVENT", 1)
    assert starts(content) == ["01/12 08h"]


BOMBS = {
    "every second": lesson("RRULE:FREQ=SECONDLY"),
    "every minute for ever": lesson("RRULE:FREQ=MINUTELY;INTERVAL=1"),
    "a day that never comes": lesson("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"),
    "the same, counted": lesson("RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31;COUNT=9999"),
    "no step": lesson("RRULE:FREQ=DAILY;INTERVAL=0"),
    "a step back": lesson("RRULE:FREQ=DAILY;INTERVAL=-1"),
    "a huge step": lesson("RRULE:FREQ=YEARLY;INTERVAL=99999999999999999999"),
    "seconds inside days": lesson(
        "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYSECOND=1,2,3"
    ),
    "since the Middle Ages": lesson("RRULE:FREQ=DAILY", start="DTSTART:10000101T080000Z"),
    "at the end of time": lesson("RRULE:FREQ=DAILY", start="DTSTART:99991231T235900Z"),
    "for a thousand years": lesson().replace("DURATION:PT1H", "DURATION:P365000D"),
    "backwards": lesson().replace("DURATION:PT1H", "DURATION:-PT1H"),
    "an impossible date": lesson(start="DTSTART:20261301T250000"),
    "not a rule": lesson("RRULE:ZZZ=1"),
}


@pytest.mark.parametrize("event", BOMBS.values(), ids=BOMBS.keys())
def test_one_mad_event_costs_nothing_and_the_others_count(event: str) -> None:
    sane = lesson(start="DTSTART;TZID=Europe/Paris:20261203T100000").replace("lesson", "sane")
    begun = process_time()
    found = starts(calendar(event, sane))
    assert "03/12 10h" in found
    assert process_time() - begun < 1


REFUSED = {
    "not text": b"\x00\x01\x02",
    "empty": b"",
    "a page": b"<html></html>",
    "cut short": calendar(lesson())[:-20],
    "closed twice": calendar(lesson()) + b"END:VCALENDAR\r\n",
    "too large": calendar(lesson("DESCRIPTION:" + "x" * 2_000_000)),
    "ten thousand rooms": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 10_000,
    "too many events": calendar(*[lesson()] * 5_001),
    "daily for ever, by the thousand": calendar(
        *[lesson("RRULE:FREQ=DAILY").replace("UID:", f"UID:{n}") for n in range(2_000)]
    ),
    "counted from long ago, by the hundred": calendar(
        *[
            lesson("RRULE:FREQ=DAILY;COUNT=10000;BYMONTH=2", start="DTSTART:19010101T080000Z")
            for n in range(100)
        ]
    ),
    "a list without end": calendar(lesson("RDATE:" + ",".join(["20261201T080000Z"] * 5_000))),
    "a name without end": calendar(lesson("STATUS:" + "X" * 3_000)),
    "too many separate hours": calendar(
        *[
            lesson(start=f"DTSTART:20270101T{n % 24:02}{n % 60:02}00Z").replace(
                "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=200\r\nDURATION:PT1S"
            )
            for n in range(60)
        ]
    ),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_file_is_refused_quickly(content: bytes) -> None:
    begun = process_time()
    with pytest.raises(InvalidInput):
        read_busy(content, WINDOW)
    assert process_time() - begun < 5


WEEKDAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "FR", "SU"]), min_size=1, max_size=3)
RANKED = st.tuples(st.sampled_from(["", "1", "2", "-1"]), st.sampled_from(["MO", "WE", "SU"]))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Draw a rule as calendar programs write them."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 4))}")
    if frequency == "WEEKLY" and draw(st.booleans()):
        parts.append("BYDAY=" + ",".join(sorted(set(draw(WEEKDAYS)))))
        parts.append(f"WKST={draw(st.sampled_from(['MO', 'SU']))}")
    if frequency in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
        parts.append("BYDAY=" + "".join(draw(RANKED)))
    elif frequency == "MONTHLY" and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 15, 31, -1]))}")
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYMONTH={draw(st.sampled_from(['3', '9,12', '2']))}")
    if frequency == "MONTHLY" and "BYDAY" in parts[-1] and draw(st.booleans()):
        parts.append("BYSETPOS=-1")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    elif draw(st.booleans()):
        parts.append("UNTIL=20270601T000000Z")
    return ";".join(parts)


@settings(max_examples=150, deadline=None)
@given(rule=rules(), first=st.dates(date(2024, 1, 1), date(2027, 5, 30)))
def test_rules_mean_what_a_whole_library_makes_of_them(rule: str, first: date) -> None:
    start = f"DTSTART;TZID=Europe/Paris:{first:%Y%m%d}T080000"
    content = calendar(lesson(f"RRULE:{rule}", start=start))
    theirs = recurring_ical_events.of(Calendar.from_ical(content)).between(WINDOW.start, WINDOW.end)
    ours = read_busy(content, WINDOW)
    assert ours == merged(BusySpan(one["DTSTART"].dt, one["DTEND"].dt) for one in theirs)


# --- kept and asked --------------------------------------------------------------------------


@pytest.fixture
def hours(teacher: User) -> User:
    import_busy(teacher, calendar(lesson("RRULE:FREQ=DAILY;COUNT=3")))
    return teacher


def asked(*users: User) -> dict[int, list[BusySpan]]:
    return busy_times(users, MONDAY, MONDAY + timedelta(days=30))


def test_only_hours_are_kept(hours: User) -> None:
    assert BusyTime.objects.count() == 3
    names = {field.name for field in BusyTime._meta.get_fields()}
    assert names == {"id", "calendar", "starts_at", "ends_at"}


def test_a_new_file_replaces_the_former(hours: User) -> None:
    import_busy(hours, calendar(lesson()))
    assert (BusyCalendar.objects.count(), BusyTime.objects.count()) == (1, 1)
    with pytest.raises(InvalidInput):
        import_busy(hours, b"nothing")
    assert BusyTime.objects.count() == 1


def test_a_calendar_is_dropped_once(hours: User) -> None:
    for _twice in range(2):
        drop_busy(hours)
    assert not BusyCalendar.objects.exists()
    assert asked(hours) == {hours.pk: []}


def test_events_and_brought_hours_are_one_answer(hours: User, head: User) -> None:
    put_event(POLL, draft(), organiser=hours, people=[head])
    put_event(
        POLL.__class__("poll", "n"), draft(start=TUESDAY_FIVE - timedelta(hours=9)), organiser=head
    )
    answer = asked(hours, head)
    assert [f"{one.start.astimezone(PARIS):%d %Hh}" for one in answer[hours.pk]] == [
        "01 08h",
        "01 17h",
        "02 08h",
        "03 08h",
    ]
    assert [one.end - one.start for one in answer[head.pk]] == [timedelta(hours=10)]


def test_what_one_declines_or_is_called_off_leaves_one_free(teacher: User, head: User) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    answer_event(Attendance.objects.get(user=head), Attendance.Answer.NO)
    assert asked(head) == {head.pk: []}
    assert len(asked(teacher)[teacher.pk]) == 1
    cancel_event(POLL)
    assert asked(teacher) == {teacher.pk: []}


def test_only_the_time_asked_is_told(teacher: User) -> None:
    put_event(POLL, draft(), organiser=teacher)
    half = TUESDAY_FIVE + timedelta(minutes=30)
    (span,) = busy_times([teacher], half, half + timedelta(minutes=10))[teacher.pk]
    assert (span.start, span.end) == (half, half + timedelta(minutes=10))


def test_a_whole_day_of_ours_leaves_people_free(teacher: User) -> None:
    day = date(2026, 12, 5)
    put_event(
        POLL, draft(start=day, end=day + timedelta(days=1), whole_day=True), organiser=teacher
    )
    assert asked(teacher) == {teacher.pk: []}


# --- pages -----------------------------------------------------------------------------------


def ics(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("edt.ics", content, "text/calendar")}


def test_a_file_is_brought_and_forgotten_on_the_page(as_teacher: Client) -> None:
    sent = as_teacher.post("/agenda/occupe/importer", ics(calendar(lesson())), follow=True)
    assert "1 plage occupée" in sent.content.decode()
    assert "28 décembre 2027" in sent.content.decode()
    assert "5e B" not in sent.content.decode()
    gone = as_teacher.post("/agenda/occupe/supprimer", follow=True)
    assert "oubliées" in gone.content.decode()
    assert not BusyTime.objects.exists()


@pytest.mark.parametrize("content", [b"", b"hello", REFUSED["too large"]])
def test_a_wrong_file_is_explained(as_teacher: Client, content: bytes) -> None:
    answer = as_teacher.post("/agenda/occupe/importer", ics(content))
    assert answer.status_code == 422
    assert "fr-error-text" in answer.content.decode()
    assert not BusyCalendar.objects.exists()


def test_a_missing_file_and_other_methods_are_refused(as_teacher: Client, client: Client) -> None:
    assert as_teacher.post("/agenda/occupe/importer").status_code == 422
    assert as_teacher.get("/agenda/occupe/importer").status_code == 405
    assert as_teacher.get("/agenda/occupe/supprimer").status_code == 405
    assert client.post("/agenda/occupe/importer")["Location"].startswith("/comptes/")


def test_brought_hours_are_compared_as_instants(hours: User) -> None:
    first = BusyTime.objects.order_by("starts_at").values_list("starts_at", flat=True)[0]
    assert first == datetime(2026, 12, 1, 7, tzinfo=UTC)
