"""Being in an activity gives rights on its things; leaving takes exactly those back."""

import pytest

from tests.activities.conftest import FIRST, GONE, SECOND, role_of
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import adopt_guest, revoke_guest
from trousse.activities.models import Activity, ActivityPerson, ActivityThing
from trousse.activities.operations import (
    ActivityDraft,
    add_guest,
    add_person,
    add_ref,
    create_activity,
    delete_activity,
    move_ref,
    remove_guest,
    remove_person,
    remove_ref,
)
from trousse.activities.queries import activities_of, activity_of, things_in
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.models import AuditEntry, Event
from trousse.core.refs import Ref
from trousse.sharing.models import Grant
from trousse.sharing.operations import forget_thing, grant_person, own_thing
from trousse.sharing.roles import Role


def facts(activity: Activity) -> list[str]:
    told = Event.objects.filter(subject=str(activity.ref), source="activities")
    return list(told.order_by("sequence").values_list("type", flat=True))


def test_the_creator_is_responsible(activity: Activity, teacher: User) -> None:
    assert role_of(teacher, activity.ref) == Role.MANAGE
    assert facts(activity) == ["activity.created"]


def test_the_same_form_twice_makes_one_activity(activity: Activity, teacher: User) -> None:
    again = create_activity(teacher, ActivityDraft("Autre"), key="k" * 22)
    assert again.pk == activity.pk
    assert Activity.objects.get().title == "Voyage à Lisbonne"


def test_a_thing_opens_to_everybody_in_the_activity(
    activity: Activity, teacher: User, head: User, outsider: User, nadia: Guest, mine: Ref
) -> None:
    add_person(activity, head, Role.TAKE_PART, by=teacher)
    add_guest(activity, nadia, Role.VIEW, by=teacher)
    add_ref(activity, mine, by=teacher)

    assert role_of(head, mine) == Role.TAKE_PART
    assert role_of(nadia, mine) == Role.VIEW
    assert role_of(outsider, mine) is None
    assert role_of(outsider, activity.ref) is None


def test_whoever_comes_in_later_opens_what_is_there(
    activity: Activity, teacher: User, head: User, nadia: Guest, mine: Ref
) -> None:
    add_ref(activity, mine, by=teacher)
    add_person(activity, head, Role.EDIT, by=teacher)
    add_guest(activity, nadia, Role.TAKE_PART, by=teacher)
    assert (role_of(head, mine), role_of(nadia, mine)) == (Role.EDIT, Role.TAKE_PART)


def test_an_activity_makes_nobody_responsible_for_a_thing(
    activity: Activity, teacher: User, head: User, mine: Ref
) -> None:
    add_ref(activity, mine, by=teacher)
    add_person(activity, head, Role.MANAGE, by=teacher)
    assert role_of(head, activity.ref) == Role.MANAGE
    assert role_of(head, mine) == Role.EDIT
    assert role_of(teacher, mine) == Role.MANAGE


def test_another_role_changes_all_the_rights(
    activity: Activity, teacher: User, head: User, mine: Ref
) -> None:
    add_ref(activity, mine, by=teacher)
    add_person(activity, head, Role.EDIT, by=teacher)
    add_person(activity, head, Role.VIEW, by=teacher)
    assert (role_of(head, activity.ref), role_of(head, mine)) == (Role.VIEW, Role.VIEW)
    assert ActivityPerson.objects.filter(user=head).count() == 1


def test_taking_a_thing_out_takes_back_what_the_activity_gave(
    activity: Activity, teacher: User, head: User, outsider: User, mine: Ref
) -> None:
    grant_person(mine, outsider, Role.VIEW, by=teacher)
    grant_person(mine, head, Role.VIEW, by=teacher)
    for person in (head, outsider):
        add_person(activity, person, Role.EDIT, by=teacher)
    add_ref(activity, mine, by=teacher)
    assert role_of(head, mine) == Role.EDIT
    remove_ref(activity, mine, by=teacher)

    assert (role_of(head, mine), role_of(outsider, mine)) == (Role.VIEW, Role.VIEW)
    assert role_of(teacher, mine) == Role.MANAGE
    assert role_of(head, activity.ref) == Role.EDIT


def test_letting_somebody_go_takes_back_their_rights_only(
    activity: Activity, teacher: User, head: User, outsider: User, nadia: Guest, mine: Ref
) -> None:
    add_ref(activity, mine, by=teacher)
    for person in (head, outsider):
        add_person(activity, person, Role.EDIT, by=teacher)
    add_guest(activity, nadia, Role.VIEW, by=teacher)
    grant_person(mine, head, Role.VIEW, by=teacher)
    remove_person(activity, head, by=teacher)
    remove_guest(activity, nadia, by=teacher)

    assert (role_of(head, activity.ref), role_of(head, mine)) == (None, Role.VIEW)
    assert (role_of(nadia, activity.ref), role_of(nadia, mine)) == (None, None)
    assert role_of(outsider, mine) == Role.EDIT


def test_everything_done_twice_is_done_once(
    activity: Activity, teacher: User, head: User, nadia: Guest, mine: Ref
) -> None:
    for _twice in range(2):
        add_ref(activity, mine, by=teacher)
        add_person(activity, head, Role.VIEW, by=teacher)
        add_guest(activity, nadia, Role.VIEW, by=teacher)
    for _twice in range(2):
        remove_guest(activity, nadia, by=teacher)
        remove_person(activity, head, by=teacher)
        remove_ref(activity, mine, by=teacher)

    assert facts(activity) == [
        "activity.created",
        "activity.thing_added",
        "activity.person_added",
        "activity.person_added",
        "activity.person_removed",
        "activity.person_removed",
        "activity.thing_removed",
    ]
    entries = AuditEntry.objects.filter(action__startswith="activities:")
    assert entries.count() == 7
    assert not Grant.objects.filter(origin=str(activity.ref)).exclude(person=teacher).exists()


def test_somebody_stays_responsible(activity: Activity, teacher: User, head: User) -> None:
    with pytest.raises(Conflict):
        remove_person(activity, teacher, by=teacher)
    with pytest.raises(Conflict):
        add_person(activity, teacher, Role.EDIT, by=teacher)
    assert role_of(teacher, activity.ref) == Role.MANAGE

    add_person(activity, head, Role.MANAGE, by=teacher)
    remove_person(activity, teacher, by=teacher)
    assert role_of(teacher, activity.ref) is None


def test_a_guest_is_never_responsible(activity: Activity, teacher: User, nadia: Guest) -> None:
    with pytest.raises(InvalidInput):
        add_guest(activity, nadia, Role.MANAGE, by=teacher)
    assert not ActivityPerson.objects.filter(guest=nadia).exists()


def test_a_thing_is_in_one_activity(activity: Activity, teacher: User, mine: Ref) -> None:
    other = create_activity(teacher, ActivityDraft("Autre"), key="o" * 22)
    add_ref(activity, mine, by=teacher)
    with pytest.raises(Conflict):
        add_ref(other, mine, by=teacher)
    assert activity_of(mine) == activity


def test_what_does_not_exist_or_fit_stays_out(activity: Activity, teacher: User) -> None:
    other = create_activity(teacher, ActivityDraft("Autre"), key="o" * 22)
    with pytest.raises(NotFound):
        add_ref(activity, GONE, by=teacher)
    with pytest.raises(NotFound):
        add_ref(activity, Ref("mystery", "m" * 22), by=teacher)
    for ref in (other.ref, Ref("event", "e" * 22)):
        with pytest.raises(InvalidInput):
            add_ref(activity, ref, by=teacher)
    assert things_in(activity) == []


def test_things_have_an_order(activity: Activity, teacher: User) -> None:
    for ref in (FIRST, SECOND):
        add_ref(activity, ref, by=teacher)
    assert things_in(activity) == [FIRST, SECOND]
    move_ref(activity, SECOND, -1, by=teacher)
    assert things_in(activity) == [SECOND, FIRST]
    move_ref(activity, SECOND, -5, by=teacher)
    assert things_in(activity) == [SECOND, FIRST]
    with pytest.raises(NotFound):
        move_ref(activity, GONE, 1, by=teacher)


def test_a_deleted_thing_leaves_its_activity(activity: Activity, teacher: User, mine: Ref) -> None:
    add_ref(activity, mine, by=teacher)
    forget_thing(mine)
    assert not ActivityThing.objects.exists()
    assert not Grant.objects.filter(ref=str(mine)).exists()
    assert facts(activity)[-1] == "activity.thing_removed"


def test_deleting_an_activity_takes_back_all_it_gave(
    activity: Activity, teacher: User, head: User, nadia: Guest, mine: Ref
) -> None:
    add_ref(activity, mine, by=teacher)
    add_person(activity, head, Role.EDIT, by=teacher)
    add_guest(activity, nadia, Role.VIEW, by=teacher)
    for _twice in range(2):
        delete_activity(activity, by=teacher)

    assert not Activity.objects.exists()
    assert not Grant.objects.filter(origin=str(activity.ref)).exists()
    assert (role_of(teacher, mine), role_of(head, mine)) == (Role.MANAGE, None)
    with pytest.raises(Conflict):
        add_person(activity, head, Role.VIEW, by=teacher)


def test_a_guest_who_signs_in_keeps_their_place(
    activity: Activity, teacher: User, outsider: User, nadia: Guest, mine: Ref
) -> None:
    add_ref(activity, mine, by=teacher)
    add_guest(activity, nadia, Role.TAKE_PART, by=teacher)
    adopt_guest(nadia, outsider)

    assert (role_of(outsider, activity.ref), role_of(outsider, mine)) == (
        Role.TAKE_PART,
        Role.TAKE_PART,
    )
    assert activity.people.filter(user=outsider).count() == 1
    remove_person(activity, outsider, by=teacher)
    assert role_of(outsider, mine) is None


def test_a_guest_who_is_sent_away_is_in_nothing(
    activity: Activity, teacher: User, nadia: Guest
) -> None:
    add_guest(activity, nadia, Role.TAKE_PART, by=teacher)
    revoke_guest(nadia, by=teacher)
    assert not activity.people.filter(guest=nadia).exists()


def test_it_is_found_by_those_it_is_for(
    activity: Activity, teacher: User, head: User, outsider: User
) -> None:
    own_thing(FIRST, teacher)
    add_person(activity, head, Role.VIEW, by=teacher)
    assert list(activities_of(teacher)) == list(activities_of(head)) == [activity]
    assert not activities_of(outsider).exists()
    grant_person(activity.ref, outsider, Role.VIEW, by=teacher)
    assert list(activities_of(outsider)) == [activity]
