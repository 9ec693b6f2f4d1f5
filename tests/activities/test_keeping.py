"""What activities keep about people, for how long, and how it goes."""

from datetime import timedelta

import time_machine

from tests.activities.conftest import MONDAY, role_of
from trousse.accounts.models import Guest, User
from trousse.activities.models import RETENTION, Activity, ActivityPerson
from trousse.activities.operations import add_guest, add_person, add_ref
from trousse.activities.personal_data import erase, export, foresee
from trousse.activities.retention import delete_forgotten_activities
from trousse.core.personal_data import DataSubject, Outcome
from trousse.core.refs import Ref
from trousse.sharing.models import Grant
from trousse.sharing.roles import Role


def test_a_person_gets_the_activities_they_are_in(
    activity: Activity, teacher: User, nadia: Guest, outsider: User
) -> None:
    add_guest(activity, nadia, Role.VIEW, by=teacher)
    for subject in (DataSubject(teacher), DataSubject(None, [nadia])):
        (found,) = export(subject)["activities"]
        assert found["title"] == "Voyage à Lisbonne"
    assert export(DataSubject(outsider)) == {}


def test_the_others_go_on_and_somebody_is_responsible(
    activity: Activity, teacher: User, head: User, outsider: User, mine: Ref
) -> None:
    add_person(activity, outsider, Role.VIEW, by=teacher)
    add_person(activity, head, Role.EDIT, by=teacher)
    add_ref(activity, mine, by=teacher)
    assert [one.outcome for one in foresee(DataSubject(teacher))] == [Outcome.HANDED_OVER]
    for _twice in range(2):
        erase(DataSubject(teacher))

    activity.refresh_from_db()
    assert activity.created_by is None
    assert role_of(head, activity.ref) == Role.MANAGE
    assert role_of(outsider, activity.ref) == Role.VIEW
    assert not Grant.objects.filter(origin=str(activity.ref), person=teacher).exists()


def test_an_activity_goes_with_its_last_agent(
    activity: Activity, teacher: User, nadia: Guest
) -> None:
    add_guest(activity, nadia, Role.EDIT, by=teacher)
    assert [one.outcome for one in foresee(DataSubject(teacher))] == [Outcome.ERASED]
    erase(DataSubject(teacher))
    assert not Activity.objects.exists()
    assert not Grant.objects.filter(origin=str(activity.ref)).exists()


def test_a_guest_who_is_erased_is_in_nothing(
    activity: Activity, teacher: User, nadia: Guest
) -> None:
    add_guest(activity, nadia, Role.EDIT, by=teacher)
    erase(DataSubject(None, [nadia]))
    assert not ActivityPerson.objects.filter(guest=nadia).exists()
    assert role_of(nadia, activity.ref) is None


def test_what_nobody_changes_for_years_goes(
    activity: Activity, clock: time_machine.Traveller
) -> None:
    clock.move_to(MONDAY + RETENTION)
    assert not delete_forgotten_activities()
    assert Activity.objects.exists()
    clock.move_to(MONDAY + RETENTION + timedelta(days=1))
    delete_forgotten_activities()
    assert not Activity.objects.exists()
