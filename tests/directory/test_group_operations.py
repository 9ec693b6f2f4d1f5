"""Writes of groups: what they change, tell and refuse."""

from collections.abc import Callable

import pytest

from tests.factories.groups import group, people, school, work
from trousse.accounts.models import User
from trousse.core.errors import Conflict, NotAllowed
from trousse.core.models import AuditEntry, Event
from trousse.directory import group_changes
from trousse.directory import group_operations as operations
from trousse.directory.group_operations import GroupDraft
from trousse.directory.group_queries import is_member, members_of
from trousse.directory.models import Group, JoinRequest, Membership

pytestmark = pytest.mark.django_db


def facts(of: Group) -> list[str]:
    events = Event.objects.filter(subject=str(of.ref)).order_by("sequence")
    return list(events.values_list("type", flat=True))


def size_of(one: Group) -> int:
    size = Group.objects.get(pk=one.pk).size
    assert size == Membership.objects.filter(group=one).count()
    return size


def managers(of: Group) -> set[str]:
    rows = Membership.objects.filter(group=of, role="manager")
    return set(rows.values_list("user__first_name", flat=True))


def automatic(name: str = "Équipe pédagogique de 2de 4") -> Group:
    return Group.objects.create(name=name, rule="class_team:1", policy="open")


def test_whoever_creates_a_group_manages_it(teacher: User) -> None:
    made = operations.create_group(teacher, GroupDraft("Groupe lecture", policy="open"), key="k")

    assert managers(made) == {"Léa"}
    assert size_of(made) == 1
    assert made.size == 1
    assert facts(made) == ["group.created", "group.member_added"]
    assert AuditEntry.objects.filter(action="directory:group:create", actor=teacher).count() == 1


def test_the_same_key_twice_makes_one_group(teacher: User, head: User) -> None:
    first = group(teacher)
    assert group(teacher) == first
    assert group(head) != first


def test_editing_changes_what_searches_find(teacher: User) -> None:
    made = group(teacher)
    operations.edit_group(made, teacher, GroupDraft("Théâtre", "Œuvres & scènes"))

    made.refresh_from_db()
    assert (made.name, made.search_name) == ("Théâtre", "theatre oeuvres scenes")
    assert facts(made)[-1] == "group.changed"


def test_editing_nothing_tells_nothing(teacher: User) -> None:
    made = group(teacher)
    before = facts(made)
    operations.edit_group(made, teacher, GroupDraft("Groupe lecture"))
    assert facts(made) == before


def test_a_group_that_takes_no_request_any_more_drops_those_that_wait(
    teacher: User, outsider: User
) -> None:
    made = group(teacher, policy="request")
    operations.ask_to_join(made, outsider)
    operations.edit_group(made, teacher, GroupDraft(made.name, policy="closed"))
    assert not JoinRequest.objects.exists()


def test_one_enters_an_open_group_once(teacher: User, outsider: User) -> None:
    made = group(teacher, policy="open")
    operations.join_group(made, outsider)
    operations.join_group(made, outsider)

    assert size_of(made) == 2
    added = Event.objects.filter(type="group.member_added").order_by("pk").last()
    assert added is not None
    assert added.data == {"people": [outsider.public_id]}


@pytest.mark.parametrize("policy", ["request", "closed"])
def test_one_does_not_enter_another_group_alone(teacher: User, outsider: User, policy: str) -> None:
    made = group(teacher, policy=policy)
    with pytest.raises(NotAllowed):
        operations.join_group(made, outsider)
    assert not is_member(outsider, made)


def test_a_request_waits_for_a_manager(teacher: User, outsider: User) -> None:
    made = group(teacher, policy="request")
    asked = operations.ask_to_join(made, outsider, "Je rejoins le projet")
    assert operations.ask_to_join(made, outsider) == asked
    assert size_of(made) == 1

    operations.answer_request(asked, teacher, accept=True)
    operations.answer_request(asked, teacher, accept=False)

    assert is_member(outsider, made)
    assert not JoinRequest.objects.exists()
    assert facts(made)[-3:] == ["group.join_asked", "group.join_answered", "group.member_added"]


def test_a_refused_request_is_gone(teacher: User, outsider: User) -> None:
    made = group(teacher, policy="request")
    operations.answer_request(operations.ask_to_join(made, outsider), teacher, accept=False)
    assert not is_member(outsider, made)
    assert not JoinRequest.objects.exists()


def test_a_request_may_be_taken_back(teacher: User, outsider: User) -> None:
    made = group(teacher, policy="request")
    operations.ask_to_join(made, outsider)
    operations.withdraw_request(made, outsider)
    operations.withdraw_request(made, outsider)
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("policy", ["open", "closed"])
def test_other_groups_take_no_request(teacher: User, outsider: User, policy: str) -> None:
    with pytest.raises(NotAllowed):
        operations.ask_to_join(group(teacher, policy=policy), outsider)


def test_a_member_does_not_ask(teacher: User) -> None:
    with pytest.raises(Conflict):
        operations.ask_to_join(group(teacher, policy="request"), teacher)


def test_being_added_answers_ones_request(teacher: User, outsider: User) -> None:
    made = group(teacher, policy="request")
    operations.ask_to_join(made, outsider)
    operations.add_members(made, [outsider], teacher)
    assert not JoinRequest.objects.exists()


def test_many_people_are_added_in_batches_and_told_of(
    teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_changes, "BATCH", 4)
    monkeypatch.setattr("trousse.directory.group_events.MOST_PEOPLE", 3)
    made, crowd = group(teacher), people(9)

    assert operations.add_members(made, [*crowd, teacher], teacher) == 9
    assert operations.add_members(made, crowd, teacher) == 0

    assert size_of(made) == 10
    told = Event.objects.filter(type="group.member_added").values_list("data", flat=True)
    named = [person for data in told for person in data["people"]]
    assert sorted(named) == sorted(person.public_id for person in [teacher, *crowd])
    assert max(len(data["people"]) for data in told) == 3


def test_removing_somebody_is_told_once(teacher: User, outsider: User) -> None:
    made = group(teacher)
    operations.add_members(made, [outsider], teacher)
    operations.remove_member(made, outsider, teacher)
    operations.remove_member(made, outsider, teacher)

    assert size_of(made) == 1
    removed = Event.objects.filter(type="group.member_removed")
    assert [fact.data for fact in removed] == [{"people": [outsider.public_id]}]


Gesture = Callable[[Group, User], None]


def leaves(made: Group, manager: User) -> None:
    operations.leave_group(made, manager)


def is_removed(made: Group, manager: User) -> None:
    operations.remove_member(made, manager, manager)


def is_demoted(made: Group, manager: User) -> None:
    operations.set_manager(made, manager, manager, manages=False)


@pytest.mark.parametrize("gesture", [leaves, is_removed, is_demoted])
def test_the_only_manager_stays(teacher: User, outsider: User, gesture: Gesture) -> None:
    made = group(teacher)
    operations.add_members(made, [outsider], teacher)

    with pytest.raises(Conflict):
        gesture(made, teacher)
    assert managers(made) == {"Léa"}

    operations.set_manager(made, outsider, teacher, manages=True)
    gesture(made, teacher)
    assert managers(made) == {"Marc"}


def test_only_a_member_becomes_a_manager(teacher: User, outsider: User) -> None:
    with pytest.raises(Conflict):
        operations.set_manager(group(teacher), outsider, teacher, manages=True)


def test_deleting_removes_everybody_first(teacher: User, outsider: User) -> None:
    made = group(teacher)
    operations.add_members(made, [outsider], teacher)
    operations.delete_group(made, teacher)

    assert not Group.objects.exists()
    assert facts(made)[-2:] == ["group.member_removed", "group.deleted"]
    with pytest.raises(Conflict):
        operations.delete_group(made, teacher)


@pytest.mark.parametrize(
    "write",
    [
        lambda made, user: operations.edit_group(made, user, GroupDraft("Autre")),
        operations.join_group,
        operations.ask_to_join,
        lambda made, user: operations.add_members(made, [user], user),
        operations.leave_group,
        lambda made, user: operations.set_manager(made, user, user, manages=True),
        operations.delete_group,
    ],
)
def test_nobody_changes_an_automatic_group(
    teacher: User, write: Callable[[Group, User], object]
) -> None:
    made = automatic()
    Membership.objects.create(group=made, user=teacher)
    with pytest.raises(NotAllowed):
        write(made, teacher)
    assert Membership.objects.get().role == "member"


def test_closed_accounts_are_no_members_for_rights(teacher: User, outsider: User) -> None:
    made = group(teacher)
    operations.add_members(made, [outsider], teacher)
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    assert list(members_of(made)) == [teacher]


def test_a_group_of_an_establishment_names_it(teacher: User) -> None:
    place = school()
    work(teacher, place)
    made = operations.create_group(teacher, GroupDraft("Conseil", establishment=place), key="k")
    assert made.establishment == place


def test_an_erased_person_leaves_every_group(teacher: User, head: User, outsider: User) -> None:
    alone, led, joined = group(teacher, "Seule"), group(teacher, "À suivre"), group(head, "Autre")
    operations.add_members(led, [outsider, head], teacher)
    operations.add_members(joined, [teacher], head)
    operations.ask_to_join(group(head, "Sur demande", policy="request"), teacher)

    operations.forget_member(teacher)

    assert not Membership.objects.filter(user=teacher).exists()
    assert not JoinRequest.objects.exists()
    assert not Group.objects.filter(pk=alone.pk).exists()
    assert len(managers(led)) == 1
    assert (size_of(led), size_of(joined)) == (2, 1)
    told = Event.objects.filter(type="group.member_removed").values_list("data", flat=True)
    assert list(told) == [{"people": [teacher.public_id]}] * 3


def test_an_erased_person_leaves_automatic_groups_too(teacher: User) -> None:
    made = automatic()
    Membership.objects.create(group=made, user=teacher)
    Group.objects.filter(pk=made.pk).update(size=1)
    operations.forget_member(teacher)
    assert size_of(made) == 0
