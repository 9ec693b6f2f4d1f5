"""A thing inside an activity sends no calendar letter of its own: its date is the activity's."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.agenda.conftest import (
    ACTIVITY,
    OTHER_POLL,
    POLL,
    TUESDAY_FIVE,
    calendar_of,
    draft,
    told,
)
from trousse.accounts.models import Guest, User
from trousse.agenda import contexts
from trousse.agenda.models import Attendance, Event
from trousse.agenda.operations import (
    add_people,
    cancel_event,
    follow_context,
    put_event,
    remove_people,
)
from trousse.core.errors import Conflict
from trousse.core.models import Mail
from trousse.core.refs import Ref

Mailbox = Callable[[], list[Mail]]
RunTasks = Callable[..., int]
AN_HOUR_LATER = {
    "start": TUESDAY_FIVE + timedelta(hours=1),
    "end": TUESDAY_FIVE + timedelta(hours=2),
}


def inside(things: dict[Ref, Ref], users: list[User]) -> None:
    contexts.set_context(things.get, lambda _activity: contexts.People(users))


def test_a_thing_inside_an_activity_gives_it_its_date(
    teacher: User, head: User, outsider: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    inside({POLL: ACTIVITY}, [teacher, head])
    event = put_event(POLL, draft(), organiser=teacher, people=[outsider])
    run_tasks()

    assert event.thing == ACTIVITY
    assert Event.objects.count() == 1
    assert [to for to, _method in told(mailbox)] == [
        "lea@example.org",
        "marc@example.org",
        "sophie@example.org",
    ]


def test_another_thing_of_the_activity_changes_the_same_event(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    inside({POLL: ACTIVITY, OTHER_POLL: ACTIVITY}, [head])
    first = put_event(POLL, draft(), organiser=teacher)
    run_tasks()
    second = put_event(OTHER_POLL, draft(place="Visio"), organiser=teacher)
    run_tasks()
    left_alone = cancel_event(POLL)  # its date is no longer the one that holds

    assert (second.pk, second.uid) == (first.pk, first.uid)
    assert left_alone is None
    assert {calendar_of(letter)[1].uid.value for letter in mailbox()} == {first.uid}
    event = cancel_event(OTHER_POLL)
    assert event is not None
    assert event.is_cancelled


def test_an_event_follows_its_thing_into_the_activity_and_back(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    first = put_event(POLL, draft(), organiser=teacher)
    run_tasks()
    inside({POLL: ACTIVITY}, [teacher, head])
    follow_context(POLL)
    follow_context(POLL)
    run_tasks()
    event = Event.objects.get()
    assert (event.thing, event.uid) == (ACTIVITY, first.uid)
    assert told(mailbox, since=1) == [("sophie@example.org", "REQUEST")]

    inside({}, [])
    follow_context(POLL)
    run_tasks()
    event.refresh_from_db()
    assert event.thing == POLL
    assert told(mailbox, since=2) == [("sophie@example.org", "CANCEL")]


def test_a_thing_of_another_date_cannot_join(teacher: User) -> None:
    put_event(ACTIVITY, draft(), organiser=teacher)
    put_event(POLL, draft(**AN_HOUR_LATER), organiser=teacher)
    inside({POLL: ACTIVITY}, [])
    with pytest.raises(Conflict):
        follow_context(POLL)

    assert {event.about for event in Event.objects.all()} == {str(ACTIVITY), str(POLL)}
    assert not any(event.is_cancelled for event in Event.objects.all())


def test_a_thing_of_the_same_date_joins_the_event_of_the_activity(
    teacher: User, head: User, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(ACTIVITY, draft(), organiser=teacher)
    own = put_event(POLL, draft(), organiser=teacher, people=[head])
    run_tasks()
    inside({POLL: ACTIVITY}, [])
    before = len(mailbox())
    follow_context(POLL)
    run_tasks()

    kept = Event.objects.get()
    assert kept.about == str(ACTIVITY) != own.about
    assert ("sophie@example.org", "REQUEST") in told(mailbox, since=before)
    assert ("sophie@example.org", "CANCEL") in told(mailbox, since=before)
    put_event(POLL, draft(**AN_HOUR_LATER), organiser=teacher)
    assert Event.objects.get().pk == kept.pk


def test_a_date_that_was_called_off_leaves_its_place(teacher: User) -> None:
    put_event(ACTIVITY, draft(), organiser=teacher)
    cancel_event(ACTIVITY)
    put_event(POLL, draft(**AN_HOUR_LATER), organiser=teacher)
    inside({POLL: ACTIVITY}, [])
    follow_context(POLL)

    assert Event.objects.get().about == str(ACTIVITY)


def test_who_enters_or_leaves_the_activity_is_told(
    teacher: User, head: User, nadia: Guest, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    put_event(ACTIVITY, draft(), organiser=teacher)
    run_tasks()
    for _twice in range(2):
        add_people(ACTIVITY, [head, teacher], [nadia])
    run_tasks()
    assert told(mailbox, since=1) == [
        ("nadia@example.org", "REQUEST"),
        ("sophie@example.org", "REQUEST"),
    ]

    for _twice in range(2):
        remove_people(ACTIVITY, [head, teacher], [nadia])
    run_tasks()
    assert told(mailbox, since=3) == [
        ("nadia@example.org", "CANCEL"),
        ("sophie@example.org", "CANCEL"),
    ]
    assert Attendance.objects.get().user == teacher


def test_the_identity_of_an_event_that_moved_on_is_not_taken_twice(teacher: User) -> None:
    inside({POLL: ACTIVITY, OTHER_POLL: ACTIVITY}, [])
    first = put_event(POLL, draft(), organiser=teacher)
    put_event(OTHER_POLL, draft(), organiser=teacher)  # takes the event over
    inside({OTHER_POLL: ACTIVITY}, [])
    second = put_event(POLL, draft(), organiser=teacher)

    assert second.pk != first.pk
    assert second.uid != first.uid
