"""Facts as CloudEvents: every fact that polls tell has its form, and can be followed."""

from datetime import UTC, date, datetime, time

import pytest

from trousse.accounts.models import User
from trousse.activities.operations import ActivityDraft, add_ref, create_activity, delete_activity
from trousse.core.models import Event
from trousse.core.outbox import ReceivedEvent, receivers
from trousse.core.refs import Ref
from trousse.kit.events import as_cloud_event, on_event
from trousse.kit.queries import days_of
from trousse.services.polls.operations import (
    PollDraft,
    SlotDraft,
    close_poll,
    create_poll,
    decide_slot,
    delete_poll,
    edit_poll,
    reopen_poll,
)
from trousse_kit.events import DATA, CloudEvent, data_of

START = datetime(2026, 12, 1, 16, tzinfo=UTC)


def received(row: Event) -> ReceivedEvent:
    return ReceivedEvent(
        subject=Ref.parse(row.subject),
        sequence=row.sequence,
        type=row.type,
        version=row.version,
        source=row.source,
        data=row.data,
        occurred_at=row.occurred_at,
    )


def told(source: str) -> list[CloudEvent]:
    rows = Event.objects.filter(source=source).order_by("subject", "sequence")
    return [as_cloud_event(received(row)) for row in rows]


def poll_draft() -> PollDraft:
    return PollDraft("Bilan", [SlotDraft(date(2026, 12, 1), time(17), time(18))], "Europe/Paris")


def test_the_whole_life_of_a_poll_is_told_in_known_forms(teacher: User) -> None:
    poll = create_poll(teacher, poll_draft(), key="k" * 22)
    ref = str(poll.ref)
    edit_poll(poll, teacher, title="Autre", description="", place="")
    decide_slot(poll, poll.slots.get(), teacher)
    reopen_poll(poll, teacher)
    close_poll(poll, teacher)
    delete_poll(poll, teacher)
    events = told("polls")
    assert [event.type for event in events] == [
        "poll.created.v1",
        "poll.changed.v1",
        "poll.decided.v1",
        "poll.reopened.v1",
        "poll.closed.v1",
        "poll.deleted.v1",
    ]
    assert {(event.source, event.subject) for event in events} == {("/services/polls", ref)}
    assert events[0].data == {"slots": 1}
    assert len({event.id for event in events}) == len(events)
    numbers = [int(event.sequence) for event in events]
    assert numbers == sorted(set(numbers))


def test_an_envelope_survives_json(teacher: User) -> None:
    create_poll(teacher, poll_draft(), key="k" * 22)
    (event,) = told("polls")
    read = CloudEvent.model_validate_json(event.model_dump_json())
    assert read == event
    assert data_of(read) == DATA["poll.created.v1"].model_validate({"slots": 1})


def test_the_life_of_an_activity_is_told_in_known_forms(teacher: User) -> None:
    activity = create_activity(teacher, ActivityDraft("Projet"), key="a" * 22)
    add_ref(activity, create_poll(teacher, poll_draft(), key="k" * 22).ref, by=teacher)
    delete_activity(activity, by=teacher)
    assert [event.type for event in told("activities")] == [
        "activity.created.v1",
        "activity.thing_added.v1",
        "activity.deleted.v1",
    ]


def fact(**changes: object) -> ReceivedEvent:
    known: dict[str, object] = {
        "subject": Ref("poll", "x" * 22),
        "sequence": 1,
        "type": "poll.decided",
        "version": 1,
        "source": "polls",
        "data": {"slot": "s" * 22, "slots": []},
        "occurred_at": START,
    }
    return ReceivedEvent(**(known | changes))  # type: ignore[arg-type]


def test_it_has_the_attributes_that_cloudevents_ask_for() -> None:
    assert as_cloud_event(fact()).model_dump(mode="json") == {
        "specversion": "1.0",
        "id": f"poll:{'x' * 22}/1",
        "source": "/services/polls",
        "type": "poll.decided.v1",
        "subject": f"poll:{'x' * 22}",
        "time": "2026-12-01T16:00:00Z",
        "sequence": "1",
        "datacontenttype": "application/json",
        "data": {"slot": "s" * 22, "slots": []},
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "access.granted", "data": {"grant": "g", "role": 10}},
        {"version": 2},
        {"data": {}},
        {"data": {"slot": "s" * 22, "name": "Léa"}},
    ],
)
def test_what_has_no_form_stays_inside(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"stays inside|validation error"):
        as_cloud_event(fact(**changes))


def test_nobody_follows_facts_that_do_not_exist() -> None:
    with pytest.raises(ValueError, match="burnt"):
        on_event("poll.burnt", name="tests.burnt", handle=lambda _event, _data: None)


def test_a_follower_gets_the_fact_and_its_data(
    teacher: User, run_tasks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receivers, "_receivers", dict(receivers._receivers))
    got: list[tuple[CloudEvent, object]] = []
    on_event(
        "poll.created", name="tests.made", handle=lambda event, data: got.append((event, data))
    )
    poll = create_poll(teacher, poll_draft(), key="k" * 22)
    run_tasks()  # type: ignore[operator]
    ((event, data),) = got
    assert event.subject == str(poll.ref)
    assert data == DATA["poll.created.v1"].model_validate({"slots": 1})


def test_an_activity_takes_place_when_its_poll_is_decided(teacher: User, run_tasks: object) -> None:
    activity = create_activity(teacher, ActivityDraft("Projet"), key="a" * 22)
    poll = create_poll(teacher, poll_draft(), key="k" * 22)
    add_ref(activity, poll.ref, by=teacher)
    decide_slot(poll, poll.slots.get(), teacher)
    run_tasks()  # type: ignore[operator]

    def dated() -> set[tuple[Ref, datetime]]:
        found = days_of(teacher, START, START.replace(hour=20))
        return {(line.thing.ref, line.starts_at) for line in found}

    assert dated() == {(activity.ref, START)}  # the poll gave it its date
    reopen_poll(poll, teacher)
    run_tasks()  # type: ignore[operator]
    assert dated() == set()
