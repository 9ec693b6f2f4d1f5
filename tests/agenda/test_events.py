"""Events and their letters: new, changed, called off, people who come and go."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.agenda.conftest import (
    OTHER_POLL,
    PARIS,
    POLL,
    TUESDAY_FIVE,
    calendar_of,
    draft,
    told,
)
from tests.factories.people import UserFactory
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import invite_guest
from trousse.agenda.models import Attendance, Event
from trousse.agenda.operations import (
    add_people,
    answer_event,
    cancel_event,
    follow_context,
    forget_event,
    put_event,
    remove_people,
)
from trousse.core.errors import InvalidInput
from trousse.core.models import AuditEntry, Mail

Mailbox = Callable[[], list[Mail]]
RunTasks = Callable[..., int]


def test_everybody_receives_the_new_event(
    teacher: User, head: User, nadia: Guest, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    event = put_event(POLL, draft(), organiser=teacher, people=[head], guests=[nadia])
    run_tasks()

    assert told(mailbox) == [
        ("lea@example.org", "REQUEST"),
        ("nadia@example.org", "REQUEST"),
        ("sophie@example.org", "REQUEST"),
    ]
    _, found = calendar_of(mailbox()[0])
    assert found.uid.value == event.uid == f"poll-{POLL.id}@localhost"
    assert found.sequence.value == "1"
    assert found.summary.value == "Conseil pédagogique"
    assert found.location.value == "Salle 12"
    assert found.dtstart.value == TUESDAY_FIVE
    assert found.organizer.value == "mailto:lea@example.org"


def test_a_letter_speaks_to_its_reader(
    client: Client, teacher: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    """The organiser is not expected by themselves; a guest's link opens on a new device."""
    guest, token = invite_guest("Rose", "rose@example.org", "fr", invited_by=teacher)
    put_event(POLL, draft(), organiser=teacher, people=[], guests=[guest])
    run_tasks()
    own, theirs = sorted(mailbox(), key=lambda letter: letter.to)

    assert "« Conseil pédagogique » a sa date" in own.text.replace("\xa0", " ")
    assert "vous attend" not in own.text
    assert "Léa Martin vous attend" in theirs.text
    assert token not in own.text
    (link,) = re.findall(r"http://[^/]+(/agenda/\S+)", theirs.text)
    assert client.get(link.split("?")[0]).status_code == 404
    assert client.get(link).status_code == 200


def test_each_letter_names_its_own_reader_only(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()

    for letter in mailbox():
        assert [one.value for one in calendar_of(letter)[1].attendee_list] == [
            f"mailto:{letter.to}"
        ]


def test_subjects_hold_the_date_and_nothing_that_people_typed(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(title="Gagnez un téléphone"), organiser=teacher, people=[head])
    run_tasks()
    put_event(POLL, draft(title="Gagnez deux téléphones"), organiser=teacher, people=[head])
    run_tasks()
    cancel_event(POLL)
    run_tasks()

    subjects = {letter.subject for letter in mailbox()}
    when = "mardi 1er décembre, 17 h – 18 h"
    assert subjects == {f"{word} : {when}" for word in ("Invitation", "Modification", "Annulation")}
    assert "Gagnez" in mailbox()[0].text


def test_the_same_event_again_tells_nobody(
    teacher: User, head: User, nadia: Guest, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    first = put_event(POLL, draft(), organiser=teacher, people=[head], guests=[nadia])
    run_tasks()
    again = put_event(POLL, draft(), organiser=teacher, people=[head], guests=[nadia])
    run_tasks()

    assert (again.pk, again.sequence) == (first.pk, first.sequence)
    assert len(mailbox()) == 3
    assert AuditEntry.objects.filter(action="agenda:event:put").count() == 1


def test_a_change_is_told_to_everybody_under_the_same_identity(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()
    put_event(POLL, draft(place="Salle 14"), organiser=teacher, people=[head])
    run_tasks()

    letters = mailbox()[2:]
    events = [calendar_of(letter)[1] for letter in letters]
    assert {event.uid.value for event in events} == {f"poll-{POLL.id}@localhost"}
    assert {event.sequence.value for event in events} == {"2"}
    assert {event.location.value for event in events} == {"Salle 14"}
    assert sorted(letter.to for letter in letters) == ["lea@example.org", "sophie@example.org"]


def test_only_those_who_come_or_leave_are_told_of_it(
    teacher: User, head: User, outsider: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()
    put_event(POLL, draft(), organiser=teacher, people=[outsider])
    run_tasks()

    assert told(mailbox, since=2) == [
        ("marc@example.org", "REQUEST"),
        ("sophie@example.org", "CANCEL"),
    ]
    assert not Attendance.objects.filter(user=head).exists()
    cancelled = next(letter for letter in mailbox()[2:] if letter.to == "sophie@example.org")
    assert "n’êtes plus" in cancelled.text


def test_somebody_who_comes_back_receives_it_again_with_a_higher_sequence(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    for people in ([head], [], [head]):
        put_event(POLL, draft(), organiser=teacher, people=people)
        run_tasks()

    hers = [calendar_of(letter) for letter in mailbox() if letter.to == head.email]
    assert [method for method, _event in hers] == ["REQUEST", "CANCEL", "REQUEST"]
    numbers = [int(event.sequence.value) for _method, event in hers]
    assert numbers == sorted(set(numbers))


def test_letters_not_yet_sent_say_the_latest_only(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    put_event(POLL, draft(place="Salle 14"), organiser=teacher, people=[head])
    run_tasks()

    assert len(mailbox()) == 2
    assert {calendar_of(letter)[1].location.value for letter in mailbox()} == {"Salle 14"}


def test_who_was_never_told_hears_nothing_of_the_cancellation(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    cancel_event(POLL, by=teacher)
    run_tasks()

    assert mailbox() == []


def test_calling_off_reaches_everybody_once(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()
    cancel_event(POLL, by=teacher)
    cancel_event(POLL, by=teacher)
    run_tasks()

    assert told(mailbox, since=2) == [
        ("lea@example.org", "CANCEL"),
        ("sophie@example.org", "CANCEL"),
    ]
    event = calendar_of(mailbox()[-1])[1]
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "2")
    assert AuditEntry.objects.filter(action="agenda:event:cancel").count() == 1


def test_an_event_called_off_can_take_place_after_all(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()
    cancel_event(POLL)
    run_tasks()
    event = put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()

    assert told(mailbox, since=4) == [
        ("lea@example.org", "REQUEST"),
        ("sophie@example.org", "REQUEST"),
    ]
    assert (event.sequence, event.is_cancelled) == (3, False)


def test_whoever_left_during_the_cancellation_is_not_told_twice(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()
    cancel_event(POLL)
    run_tasks()
    put_event(POLL, draft(), organiser=teacher)
    run_tasks()

    assert [method for to, method in told(mailbox) if to == head.email] == ["CANCEL", "REQUEST"]


def test_forgetting_sends_what_was_owed_and_calls_nothing_off(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()
    cancel_event(POLL)
    forget_event(POLL)
    forget_event(POLL)
    run_tasks()
    put_event(OTHER_POLL, draft(), organiser=teacher)
    run_tasks()
    forget_event(OTHER_POLL)
    run_tasks()

    assert not Event.objects.exists()
    assert told(mailbox, since=2) == [
        ("lea@example.org", "CANCEL"),
        ("lea@example.org", "REQUEST"),
        ("sophie@example.org", "CANCEL"),
    ]


def test_a_guest_with_the_address_of_an_agent_is_one_person(
    teacher: User, head: User, nadia: Guest, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    Guest.objects.filter(pk=nadia.pk).update(email="Sophie@example.org")
    nadia.refresh_from_db()
    put_event(POLL, draft(), organiser=teacher, people=[head], guests=[nadia])
    run_tasks()

    assert [to for to, _method in told(mailbox)] == ["lea@example.org", "sophie@example.org"]


def test_a_guest_without_address_is_on_the_event_without_letter(
    teacher: User, nadia: Guest, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    Guest.objects.filter(pk=nadia.pk).update(email="")
    nadia.refresh_from_db()
    put_event(POLL, draft(), organiser=teacher, guests=[nadia])
    run_tasks()

    assert told(mailbox) == [("lea@example.org", "REQUEST")]
    assert Attendance.objects.filter(guest=nadia).exists()


def test_a_whole_day_is_a_date(teacher: User, run_tasks: RunTasks, mailbox: Mailbox) -> None:
    day = date(2026, 12, 5)
    whole = draft(start=day, end=day + timedelta(days=1), whole_day=True)
    put_event(POLL, whole, organiser=teacher)
    run_tasks()

    event = calendar_of(mailbox()[0])[1]
    assert (event.dtstart.value, event.dtend.value) == (day, date(2026, 12, 6))
    assert "toute la journée" in mailbox()[0].subject


def test_hours_far_away_stay_those_of_there_and_say_so(
    teacher: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    there = ZoneInfo("Indian/Reunion")
    start = datetime(2026, 12, 1, 8, tzinfo=there)
    far = draft(start=start, end=start + timedelta(hours=1), zone="Indian/Reunion")
    put_event(POLL, far, organiser=teacher)
    run_tasks()

    (letter,) = mailbox()
    assert calendar_of(letter)[1].dtstart.value == start
    assert "8\u00a0h" in letter.text
    assert "heure locale\u202f: La Réunion" in letter.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"end": TUESDAY_FIVE},
        {"end": TUESDAY_FIVE - timedelta(hours=1)},
        {"start": datetime(2026, 12, 1, 17), "end": datetime(2026, 12, 1, 18)},  # noqa: DTZ001
        {"start": date(2026, 12, 1), "end": date(2026, 12, 2)},
        {"start": date(2026, 12, 1), "end": date(2026, 12, 1), "whole_day": True},
        {"whole_day": True},
        {"zone": "Europe/Bordeaux"},
        {"title": "x" * 201},
        {"place": "x" * 501},
        {"description": "x" * 2001},
    ],
)
def test_a_draft_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        draft(**wrong)


def test_moving_the_hours_asks_people_again(teacher: User, head: User) -> None:
    put_event(POLL, draft(), organiser=teacher, people=[head])
    mine = Attendance.objects.get(user=head)
    answer_event(mine, Attendance.Answer.YES)
    put_event(POLL, draft(place="Salle 14"), organiser=teacher, people=[head])
    mine.refresh_from_db()
    assert mine.answer == "yes"

    later = TUESDAY_FIVE + timedelta(days=1)
    moved = draft(start=later, end=later + timedelta(hours=1))
    put_event(POLL, moved, organiser=teacher, people=[head])
    mine.refresh_from_db()
    assert mine.answer == ""


def test_many_people_are_told_by_the_task(
    teacher: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    people = [UserFactory.create(email=f"agent{n}@example.org") for n in range(120)]
    put_event(POLL, draft(), organiser=teacher, people=people)
    run_tasks()

    assert len(mailbox()) == 121


def test_nothing_happens_to_a_thing_without_event(teacher: User) -> None:
    add_people(POLL, [teacher])
    remove_people(POLL, [teacher])
    follow_context(POLL)
    forget_event(POLL)
    assert cancel_event(POLL) is None
    assert not Event.objects.exists()


def test_hours_are_kept_as_instants(teacher: User) -> None:
    put_event(POLL, draft(), organiser=teacher)
    start, end = Event.objects.get().bounds
    assert (start, end) == (TUESDAY_FIVE, TUESDAY_FIVE + timedelta(hours=1))
    assert isinstance(start, datetime)
    assert start.tzinfo == PARIS
