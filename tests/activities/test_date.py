"""The date of a thing inside an activity is the activity's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from tests.activities.conftest import SECOND
from trousse.accounts.models import Guest, User
from trousse.activities.models import Activity
from trousse.activities.operations import (
    add_guest,
    add_person,
    add_ref,
    delete_activity,
    remove_guest,
    remove_person,
    remove_ref,
)
from trousse.agenda.models import Event
from trousse.agenda.operations import EventDraft, put_event
from trousse.agenda.queries import event_of
from trousse.core.models import Mail
from trousse.core.refs import Ref
from trousse.sharing.operations import forget_thing
from trousse.sharing.roles import Role

Post = Callable[[], list[tuple[str, str]]]


def draft(place: str = "Salle 12") -> EventDraft:
    start = datetime(2026, 12, 1, 17, tzinfo=ZoneInfo("Europe/Paris"))
    return EventDraft("Réunion", "", place, start, start + timedelta(hours=1))


@pytest.fixture
def post(run_tasks: Callable[..., int], mailbox: Callable[[], list[Mail]]) -> Post:
    """Let the tasks run; return who has just received which method."""
    seen = 0

    def run() -> list[tuple[str, str]]:
        nonlocal seen
        run_tasks()
        new, seen = mailbox()[seen:], len(mailbox())
        calendars = [vobject.readOne(bytes(one.calendar or b"").decode()) for one in new]
        return sorted(
            (one.to, calendar.method.value) for one, calendar in zip(new, calendars, strict=True)
        )

    return run


def test_a_date_chosen_inside_reaches_everybody_in_the_activity(
    activity: Activity, teacher: User, head: User, nadia: Guest, mine: Ref, post: Post
) -> None:
    add_person(activity, head, Role.VIEW, by=teacher)
    add_guest(activity, nadia, Role.VIEW, by=teacher)
    add_ref(activity, mine, by=teacher)
    put_event(mine, draft(), organiser=teacher)

    event = event_of(activity.ref)
    assert event is not None
    assert event.thing == activity.ref
    assert post() == [
        ("lea@example.org", "REQUEST"),
        ("nadia@example.org", "REQUEST"),
        ("sophie@example.org", "REQUEST"),
    ]


def test_who_comes_in_or_goes_receives_the_date_or_its_end(
    activity: Activity, teacher: User, head: User, nadia: Guest, mine: Ref, post: Post
) -> None:
    add_ref(activity, mine, by=teacher)
    put_event(mine, draft(), organiser=teacher)
    post()
    add_person(activity, head, Role.VIEW, by=teacher)
    add_guest(activity, nadia, Role.VIEW, by=teacher)
    assert post() == [
        ("nadia@example.org", "REQUEST"),
        ("sophie@example.org", "REQUEST"),
    ]
    remove_person(activity, head, by=teacher)
    remove_guest(activity, nadia, by=teacher)
    assert post() == [
        ("nadia@example.org", "CANCEL"),
        ("sophie@example.org", "CANCEL"),
    ]


def test_a_thing_brings_its_date_and_takes_it_away(
    activity: Activity, teacher: User, head: User, mine: Ref, post: Post
) -> None:
    add_person(activity, head, Role.VIEW, by=teacher)
    event = put_event(mine, draft(), organiser=teacher)
    post()
    add_ref(activity, mine, by=teacher)
    assert Event.objects.get().uid == event.uid
    assert post() == [("sophie@example.org", "REQUEST")]

    remove_ref(activity, mine, by=teacher)
    assert Event.objects.get().thing == mine
    assert post() == [("sophie@example.org", "CANCEL")]


def test_two_things_of_an_activity_speak_of_one_date(
    activity: Activity, teacher: User, mine: Ref
) -> None:
    for ref in (mine, SECOND):
        add_ref(activity, ref, by=teacher)
        put_event(ref, draft(place=ref.id), organiser=teacher)
    assert Event.objects.get().place == SECOND.id


def test_the_date_stays_when_the_thing_that_set_it_goes(
    activity: Activity, teacher: User, mine: Ref, post: Post
) -> None:
    add_ref(activity, mine, by=teacher)
    put_event(mine, draft(), organiser=teacher)
    post()
    forget_thing(mine)
    assert Event.objects.get().thing == activity.ref
    assert post() == []


def test_deleting_an_activity_gives_the_date_back_to_its_thing(
    activity: Activity, teacher: User, head: User, mine: Ref, post: Post
) -> None:
    add_person(activity, head, Role.VIEW, by=teacher)
    add_ref(activity, mine, by=teacher)
    put_event(mine, draft(), organiser=teacher)
    post()
    delete_activity(activity, by=teacher)
    assert Event.objects.get().thing == mine
    assert post() == [("sophie@example.org", "CANCEL")]


def test_a_date_of_the_activity_itself_is_called_off_with_it(
    activity: Activity, teacher: User, head: User, post: Post
) -> None:
    put_event(activity.ref, draft(), organiser=teacher, people=[head])
    post()
    delete_activity(activity, by=teacher)
    assert not Event.objects.exists()
    assert [method for _to, method in post()] == ["CANCEL", "CANCEL"]
