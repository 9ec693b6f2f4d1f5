"""The day on the home page: hours on the reader's clock, the next day when today has nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.kit.conftest import Leaflet
from trousse.accounts.models import User
from trousse.activities.operations import ActivityDraft, add_ref, create_activity
from trousse.agenda.drafts import EventDraft
from trousse.agenda.operations import put_event
from trousse.core.refs import Ref
from trousse.portal.days import today_of
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll, decide_slot
from trousse.sharing.access import subjects_of
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10 o'clock in Paris
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def at(hour: int, *, day: int = 23, **more: Any) -> EventDraft:
    start = datetime(2026, 11, day, hour, tzinfo=PARIS)
    end = start + timedelta(hours=1)
    fields = {"title": f"Réunion de {hour} h", "description": "", "place": "", **more}
    return EventDraft(start=start, end=end, **fields)


def planned(person: User, *drafts: EventDraft) -> None:
    for number, draft in enumerate(drafts):
        about = Ref("poll", f"{person.pk}-{number}".rjust(22, "p"))
        put_event(about, draft, organiser=person)


def text_of(client: Client) -> str:
    page = client.get("/").content.decode()
    return page[page.index('id="today"') :].partition("</section>")[0]


def test_the_events_that_are_left_today_are_said_with_their_hours(
    as_teacher: Client, teacher: User
) -> None:
    planned(teacher, at(8), at(17, place="Salle 12"), at(11), at(9, day=24))
    found = text_of(as_teacher)
    assert "Aujourd’hui" in found
    assert "17\u00a0h\u00a0– 18\u00a0h" in found
    assert "Salle 12" in found
    assert found.index("Réunion de 11 h") < found.index("Réunion de 17 h")
    assert "Réunion de 8 h" not in found
    assert "Réunion de 9 h" not in found


def test_what_goes_on_is_marked(as_teacher: Client, teacher: User) -> None:
    planned(teacher, at(10), at(17))
    assert text_of(as_teacher).count("En ce moment") == 1


def test_hours_are_those_of_the_readers_clock(teacher: User) -> None:
    teacher.time_zone = "Indian/Reunion"
    planned(teacher, at(17))
    line = today_of(teacher, []).lines[0]
    assert line.hours == "20\u00a0h\u00a0– 21\u00a0h"


def test_the_day_is_that_of_the_readers_calendar(
    teacher: User, clock: time_machine.Traveller
) -> None:
    """At 23:30 in Paris it is Tuesday in La Réunion."""
    clock.move_to(datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    planned(teacher, at(9, day=24))
    assert (today_of(teacher, []).words, today_of(teacher, []).day) == (
        "Lundi 23 novembre",
        "Demain",
    )
    teacher.time_zone = "Indian/Reunion"
    assert (today_of(teacher, []).words, today_of(teacher, []).day) == (
        "Mardi 24 novembre",
        "Aujourd’hui",
    )


@pytest.mark.parametrize(("day", "words"), [(24, "Demain"), (27, "Vendredi 27 novembre")])
def test_an_empty_day_gives_way_to_the_next_one_with_something(
    teacher: User, day: int, words: str
) -> None:
    planned(teacher, at(14, day=day), at(15, day=day), at(9, day=28))
    found = today_of(teacher, [])
    assert found.day == words
    assert [line.title for line in found.lines] == ["Réunion de 14 h", "Réunion de 15 h"]


def test_whole_days_come_first_and_last_until_their_end(teacher: User) -> None:
    trip = EventDraft("Voyage", "", "", date(2026, 11, 22), date(2026, 11, 25), whole_day=True)
    planned(teacher, at(17), trip)
    found = today_of(teacher, [])
    assert [(line.title, line.hours) for line in found.lines] == [
        ("Voyage", "toute la journée"),
        ("Réunion de 17 h", "17\u00a0h\u00a0– 18\u00a0h"),
    ]
    assert found.day == "Aujourd’hui"


def test_a_crowded_day_stays_short_and_says_how_much_more(
    as_teacher: Client, teacher: User
) -> None:
    planned(teacher, *(at(hour) for hour in range(12, 20)))
    found = text_of(as_teacher)
    assert found.count("t-line__hours") == 5
    assert "Encore 3 ce jour-là" in found


def test_nobody_sees_the_day_of_others_nor_what_is_cancelled_far_or_long_ago(
    as_teacher: Client, teacher: User, head: User
) -> None:
    planned(head, at(17))
    planned(teacher, at(17, day=20))
    assert "Rien de prévu" in text_of(as_teacher)


def test_titles_are_text(as_teacher: Client, teacher: User) -> None:
    planned(teacher, at(17, title="<script>alert(1)</script>", place="<b>ici</b>"))
    assert "<script>alert" not in text_of(as_teacher)
    assert "<b>ici" not in text_of(as_teacher)


def test_it_takes_two_queries(
    teacher: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    planned(teacher, *(at(hour) for hour in range(12, 20)))
    subjects = subjects_of(teacher)
    with django_assert_num_queries(2):
        today_of(teacher, [], subjects=subjects)


# --- What the index of things knows ------------------------------------------------------------


def paris(hour: int, *, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=PARIS)


def test_what_other_services_date_today_is_said_among_the_events(
    as_teacher: Client, teacher: User, leaflet: Leaflet
) -> None:
    planned(teacher, at(11), at(17))
    leaflet("Visite", teacher, starts_at=paris(14), ends_at=paris(15))
    leaflet("Hier", teacher, starts_at=paris(14, day=22), ends_at=paris(15, day=22))
    leaflet("Demain", teacher, starts_at=paris(14, day=24), ends_at=paris(15, day=24))
    found = text_of(as_teacher)
    order = [found.index(title) for title in ("Réunion de 11 h", "Visite", "Réunion de 17 h")]
    assert order == sorted(order)
    assert "14\u00a0h\u00a0– 15\u00a0h" in found
    assert "Leaflet" in found
    assert "Hier" not in found
    assert found.count("t-line__hours") == 3


def test_what_others_have_dated_is_not_said(
    as_teacher: Client, head: User, leaflet: Leaflet
) -> None:
    leaflet("Visite", head, starts_at=paris(14), ends_at=paris(15))
    assert "Rien de prévu" in text_of(as_teacher)


def test_a_thing_that_is_in_the_agenda_is_said_once(teacher: User, leaflet: Leaflet) -> None:
    ref = leaflet("Conseil", teacher, starts_at=paris(14), ends_at=paris(15))
    put_event(ref, at(14, title="Conseil", place="Salle 12"), organiser=teacher)
    assert [(line.title, line.more) for line in today_of(teacher, []).lines] == [
        ("Conseil", "Salle 12")
    ]


def test_the_date_of_a_poll_inside_an_activity_is_said_once(
    teacher: User, head: User, run_tasks: Callable[..., int]
) -> None:
    """The poll, the activity and the event have that date; for who is told and who only sees."""
    activity = create_activity(head, ActivityDraft("Conseil pédagogique"), key="a" * 22)
    slot = SlotDraft(date(2026, 11, 23), time(14), time(15))
    poll = create_poll(head, PollDraft("Date du conseil", [slot], "Europe/Paris"), key="p" * 22)
    add_ref(activity, poll.ref, by=head)
    decide_slot(poll, poll.slots.get(), head)
    run_tasks()
    assert [line.hours for line in today_of(head, []).lines] == ["14\u00a0h\u00a0– 15\u00a0h"]
    assert today_of(teacher, []).lines == []
    for ref in (activity.ref, poll.ref):
        grant_person(ref, teacher, Role.VIEW, by=None)
    assert [line.title for line in today_of(teacher, []).lines] == ["Conseil pédagogique"]


def test_what_is_to_be_answered_today_is_said_with_its_hour(
    as_teacher: Client, teacher: User, leaflet: Leaflet
) -> None:
    due = {"Conseil": paris(17), "Passé": paris(8), "Demain": paris(9, day=24)}
    for title, due_at in due.items():
        ref = leaflet(title, asks=True, due_at=due_at)
        grant_person(ref, teacher, Role.TAKE_PART, by=None)
    found = text_of(as_teacher)
    assert "Aujourd’hui" in found
    assert "avant 17\u00a0h" in found
    assert "Sign\u202f: Conseil</a>" in found
    assert found.count("t-line__hours") == 1


def test_what_is_due_another_day_does_not_take_its_place(
    as_teacher: Client, teacher: User, leaflet: Leaflet
) -> None:
    ref = leaflet("Conseil", asks=True, due_at=paris(9, day=24))
    grant_person(ref, teacher, Role.TAKE_PART, by=None)
    planned(teacher, at(9, day=25))
    assert "Conseil" not in text_of(as_teacher)


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "Pacific/Tahiti"])
@pytest.mark.parametrize("there", ["Europe/Paris", "Indian/Reunion", "Pacific/Noumea"])
def test_a_whole_day_is_that_day_wherever_one_reads_it(
    teacher: User, leaflet: Leaflet, zone: str, there: str
) -> None:
    midnight = datetime(2026, 11, 26, tzinfo=ZoneInfo(there))
    end = midnight + timedelta(days=1)
    leaflet("Sortie", teacher, starts_at=midnight, ends_at=end, whole_day=True)
    teacher.time_zone = zone
    found = today_of(teacher, [])
    assert found.day == "Jeudi 26 novembre"
    assert found.lines[0].hours == "toute la journée"


def test_a_whole_day_that_is_over_here_is_not_said(
    teacher: User, leaflet: Leaflet, clock: time_machine.Traveller
) -> None:
    """At one in Nouméa it is still the day before in Paris, where this day ends."""
    midnight = datetime(2026, 11, 23, tzinfo=PARIS)
    end = midnight + timedelta(days=1)
    leaflet("Sortie", teacher, starts_at=midnight, ends_at=end, whole_day=True)
    teacher.time_zone = "Pacific/Noumea"
    clock.move_to(datetime(2026, 11, 23, 14, tzinfo=UTC))
    assert today_of(teacher, []).lines == []
