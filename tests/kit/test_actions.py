"""Calling what services offer: typed, once per key, with the person's rights, taken back."""

from datetime import timedelta

import pytest
import time_machine

from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.activities.models import Activity
from trousse.activities.operations import add_person, delete_activity, remove_person
from trousse.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from trousse.core.models import AuditEntry
from trousse.kit import capabilities
from trousse.kit.actions import (
    CALLS_KEPT,
    Caller,
    Done,
    NotOffered,
    call,
    compensate,
    forget_old_calls,
    read_request,
    register_action,
)
from trousse.kit.models import Call
from trousse.sharing.roles import Role
from trousse_kit.actions import (
    ArchiveRequest,
    CreatePoll,
    CreateRequest,
    OpenRequest,
    RecentRequest,
    ThingAnswer,
    UpdateRequest,
)

TRIP = CreateRequest(title="Voyage à Lisbonne")


def caller(user: User | None) -> Caller:
    return Caller(Visitor(user))


def make(user: User, key: str = "one") -> ThingAnswer:
    answer = call("activity.create", TRIP, caller=caller(user), key=key)
    assert isinstance(answer, ThingAnswer)
    return answer


def test_the_same_call_again_answers_the_same_and_does_nothing(teacher: User) -> None:
    first = make(teacher)
    assert make(teacher) == first
    assert Activity.objects.count() == 1


def test_another_key_does_it_again(teacher: User) -> None:
    assert make(teacher).thing.ref != make(teacher, "two").thing.ref


def test_another_request_under_the_same_key_is_refused(teacher: User) -> None:
    make(teacher)
    with pytest.raises(Conflict, match="autre demande"):
        call("activity.create", CreateRequest(title="Autre"), caller=caller(teacher), key="one")
    assert Activity.objects.count() == 1


def test_keys_of_two_people_never_meet(teacher: User, head: User) -> None:
    assert make(teacher).thing.ref != make(head).thing.ref


def test_keys_of_two_parts_never_meet(teacher: User) -> None:
    make(teacher)
    call("activity.create", TRIP, caller=Caller(Visitor(teacher), "flows"), key="one")
    assert Activity.objects.count() == 2


def test_a_call_that_failed_leaves_its_key_free(teacher: User, outsider: User) -> None:
    ref = make(outsider).thing.ref
    request = UpdateRequest(ref=ref, title="À moi")
    with pytest.raises(NotFound):
        call("activity.update", request, caller=caller(teacher), key="two")
    assert not Call.objects.filter(user=teacher).exists()
    call(
        "activity.update",
        UpdateRequest(ref=make(teacher).thing.ref),
        caller=caller(teacher),
        key="two",
    )


@pytest.mark.parametrize("key", ["", "k" * 65])
def test_a_write_needs_a_key_of_the_right_length(teacher: User, key: str) -> None:
    with pytest.raises(InvalidInput):
        make(teacher, key)
    assert not Activity.objects.exists()


def test_a_write_needs_an_account(db: None) -> None:
    with pytest.raises(NotAllowed):
        call("activity.create", TRIP, caller=caller(None), key="one")


def test_a_read_needs_no_key_and_keeps_nothing(teacher: User) -> None:
    thing = make(teacher).thing
    Call.objects.all().delete()
    assert call("activity.open", OpenRequest(ref=thing.ref), caller=caller(teacher)) == ThingAnswer(
        thing=thing
    )
    assert not Call.objects.exists()


def test_a_read_is_refused_to_strangers(teacher: User, outsider: User) -> None:
    with pytest.raises(NotFound):
        call("activity.open", OpenRequest(ref=make(teacher).thing.ref), caller=caller(outsider))


@pytest.mark.parametrize("name", ["activity.embed", "stone.create", "activity", ""])
def test_nobody_does_what_nobody_offers(teacher: User, name: str) -> None:
    with pytest.raises(NotOffered):
        call(name, TRIP, caller=caller(teacher), key="one")
    with pytest.raises(NotOffered):
        read_request(name, "{}")


def test_a_request_of_another_action_is_refused(teacher: User) -> None:
    with pytest.raises(InvalidInput):
        call("activity.create", RecentRequest(), caller=caller(teacher), key="one")


def test_a_thing_of_another_type_is_refused(teacher: User) -> None:
    with pytest.raises(InvalidInput):
        call("poll.open", OpenRequest(ref=make(teacher).thing.ref), caller=caller(teacher))


def test_a_thing_that_is_gone_is_not_found(teacher: User) -> None:
    ref = make(teacher).thing.ref
    delete_activity(Activity.objects.get(), by=teacher)
    with pytest.raises(NotFound):
        call("activity.archive", ArchiveRequest(ref=ref), caller=caller(teacher), key="two")


def test_what_was_made_is_taken_back_once(teacher: User) -> None:
    make(teacher)
    assert compensate(caller=caller(teacher), key="one") is True
    assert not Activity.objects.exists()
    assert compensate(caller=caller(teacher), key="one") is False


def test_what_was_never_done_has_nothing_to_take_back(teacher: User, head: User) -> None:
    make(teacher)
    assert compensate(caller=caller(head), key="one") is False
    assert compensate(caller=caller(teacher), key="two") is False


def test_what_was_taken_back_is_not_done_again_under_the_same_key(teacher: User) -> None:
    make(teacher)
    compensate(caller=caller(teacher), key="one")
    with pytest.raises(Conflict, match="annulé"):
        make(teacher)


def test_taking_back_needs_the_right_to_do_so(teacher: User, head: User) -> None:
    ref = make(teacher).thing.ref
    activity = Activity.objects.get()
    add_person(activity, head, Role.MANAGE, by=teacher)
    remove_person(activity, teacher, by=head)
    with pytest.raises(NotFound):
        compensate(caller=caller(teacher), key="one")
    assert Activity.objects.filter(public_id=ref.partition(":")[2]).exists()


def test_texts_come_back(teacher: User) -> None:
    ref = make(teacher).thing.ref
    call(
        "activity.update",
        UpdateRequest(ref=ref, title="Voyage à Porto"),
        caller=caller(teacher),
        key="two",
    )
    assert Activity.objects.get().title == "Voyage à Porto"
    compensate(caller=caller(teacher), key="two")
    assert Activity.objects.get().title == "Voyage à Lisbonne"


def test_an_archived_activity_comes_back_as_it_was(teacher: User) -> None:
    ref = make(teacher).thing.ref
    answer = call("activity.archive", ArchiveRequest(ref=ref), caller=caller(teacher), key="two")
    assert isinstance(answer, ThingAnswer)
    assert answer.thing.state == "archived"
    compensate(caller=caller(teacher), key="two")
    assert Activity.objects.get().state == "open"


def test_the_last_activities_are_listed(teacher: User, outsider: User) -> None:
    made = make(teacher).thing
    answer = call("activity.recent", RecentRequest(), caller=caller(teacher))
    assert answer.model_dump()["things"] == (made.model_dump(),)
    assert call("activity.recent", RecentRequest(), caller=caller(outsider)).model_dump() == {
        "things": ()
    }


def test_calls_are_written_in_the_journal(teacher: User) -> None:
    make(teacher)
    compensate(caller=caller(teacher), key="one")
    entries = AuditEntry.objects.filter(action__startswith="kit:").order_by("pk")
    assert [(one.action, one.details, one.actor_id) for one in entries] == [
        ("kit:action:call", {"action": "activity.create"}, teacher.pk),
        ("kit:action:undo", {"action": "activity.create"}, teacher.pk),
    ]


def test_keys_are_forgotten_in_time(teacher: User, clock: time_machine.Traveller) -> None:
    make(teacher)
    clock.shift(CALLS_KEPT)
    forget_old_calls()
    assert Call.objects.exists()
    clock.shift(timedelta(seconds=1))
    forget_old_calls()
    assert not Call.objects.exists()


def test_a_document_is_read_as_the_request_of_its_action() -> None:
    document = '{"title": " Bilan ", "slots": [{"day": "2026-12-01"}]}'
    request = read_request("poll.create", document)
    assert isinstance(request, CreatePoll)
    assert (request.title, str(request.slots[0].day)) == ("Bilan", "2026-12-01")


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ("{}", "title"),
        ('{"title": "x", "slots": []}', "slots"),
        ('{"title": "x", "slots": [{"day": "hier"}]}', "slots.0.day"),
        ('{"title": "x", "slots": [{"day": "2026-12-01"}], "colour": 1}', "colour"),
        ("nothing", ""),
    ],
)
def test_a_wrong_document_says_where(document: str, where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_request("poll.create", document)
    assert refused.value.field == where


def done(request: CreateRequest, _caller: Caller) -> Done[CreateRequest]:
    return Done(request)


def undone(_before: dict[str, object], _caller: Caller) -> None:
    pass


def test_a_write_without_compensation_is_not_registered() -> None:
    with pytest.raises(ValueError, match="compensation"):
        register_action("x", "stone", "create", done)
    with pytest.raises(ValueError, match="compensation"):
        register_action("x", "stone", "open", done, undone)
    with pytest.raises(ValueError, match="CreatePoll is no UpdateRequest"):
        register_action("x", "stone", "update", done, undone, request=CreatePoll)
    assert capabilities.capabilities_of("x") == []
