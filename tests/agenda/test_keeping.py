"""What the agenda keeps about people, for how long, and how it goes."""

from datetime import date, timedelta

import pytest
import time_machine

from tests.agenda.conftest import MONDAY, POLL, draft
from tests.agenda.test_busy import calendar, lesson
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import adopt_guest, revoke_guest
from trousse.agenda.feeds import renew_feed
from trousse.agenda.importing import import_busy
from trousse.agenda.models import RETENTION, Attendance, BusyCalendar, BusyTime, Event, Feed
from trousse.agenda.operations import put_event
from trousse.agenda.personal_data import erase, export
from trousse.core.personal_data import DataSubject
from trousse.core.refs import Ref
from trousse.core.retention.registry import registered_rules
from trousse.sharing.operations import forget_thing


@pytest.fixture
def full(teacher: User, head: User, nadia: Guest) -> User:
    put_event(POLL, draft(), organiser=teacher, people=[head], guests=[nadia])
    renew_feed(teacher)
    import_busy(teacher, calendar(lesson()))
    return teacher


def test_a_person_gets_what_is_kept_about_them(full: User, head: User, nadia: Guest) -> None:
    found = export(DataSubject(full))
    assert [event["title"] for event in found["events"]] == ["Conseil pédagogique"]
    assert found["feeds"] == [{"group": "", "open": True}]
    assert len(found["busy"]) == 1
    assert export(DataSubject(head)).keys() == {"events"}
    assert export(DataSubject(None, [nadia])).keys() == {"events"}


def test_erasing_a_person_leaves_the_event_to_the_others(full: User, head: User) -> None:
    for _twice in range(2):
        erase(DataSubject(full))
    event = Event.objects.get()
    assert event.organiser is None
    assert not Attendance.objects.filter(user=full).exists()
    assert Attendance.objects.filter(user=head).exists()
    assert not Feed.objects.exists()
    assert not BusyCalendar.objects.exists()


def test_erasing_a_guest_touches_nobody_else(full: User, nadia: Guest) -> None:
    erase(DataSubject(None, [nadia]))
    assert Attendance.objects.count() == 2
    assert Feed.objects.exists()


def test_a_guest_who_signs_in_keeps_their_place(full: User, outsider: User, nadia: Guest) -> None:
    adopt_guest(nadia, outsider)
    assert Attendance.objects.filter(user=outsider, guest=None).count() == 1
    assert not Attendance.objects.filter(guest=nadia).exists()


def test_a_guest_who_was_there_as_an_agent_stands_once(
    full: User, head: User, nadia: Guest
) -> None:
    adopt_guest(nadia, head)
    assert Attendance.objects.filter(user=head).count() == 1
    assert Attendance.objects.count() == 2


def test_a_guest_who_is_sent_away_is_on_nothing(full: User, nadia: Guest) -> None:
    revoke_guest(nadia, by=full)
    assert not Attendance.objects.filter(guest=nadia).exists()


def test_an_event_goes_with_its_thing(full: User) -> None:
    forget_thing(POLL)
    assert not Event.objects.exists()


def test_what_is_over_for_long_goes(full: User, clock: time_machine.Traveller) -> None:
    day = date(2026, 12, 5)
    whole = draft(start=day, end=day + timedelta(days=1), whole_day=True)
    put_event(Ref("poll", "w"), whole, organiser=full)
    rules = registered_rules()
    clock.move_to(MONDAY + timedelta(days=12))
    for label in ("agenda.Event", "agenda.BusyTime", "agenda.BusyCalendar"):
        erase_old = rules[label].erase
        assert erase_old is not None
        erase_old()
    assert (Event.objects.count(), BusyTime.objects.count()) == (2, 0)
    assert BusyCalendar.objects.exists()

    clock.move_to(MONDAY + RETENTION + timedelta(days=15))
    for label in ("agenda.Event", "agenda.BusyCalendar"):
        rules[label].erase()  # type: ignore[misc]  # seen above
    assert not Event.objects.exists()
    assert not BusyCalendar.objects.exists()
