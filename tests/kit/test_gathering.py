"""Activities are in the index too, though they cannot call it."""

from tests.activities.conftest import MONDAY
from trousse.accounts.models import User
from trousse.activities.models import Activity
from trousse.activities.operations import (
    ActivityDraft,
    create_activity,
    delete_activity,
    edit_activity,
    set_state,
)
from trousse.kit.models import Resource
from trousse.kit.queries import find_things, recents_of
from trousse.kit.resources import rebuild_index


def made(teacher: User) -> Activity:
    return create_activity(teacher, ActivityDraft("Voyage à Lisbonne"), key="k" * 22)


def test_a_new_activity_is_found(teacher: User, outsider: User) -> None:
    activity = made(teacher)
    (found,) = find_things(teacher, "lisbone")
    assert (found.ref, found.kind, found.url) == (
        activity.ref,
        "Activité",
        activity.get_absolute_url(),
    )
    assert find_things(outsider, "lisbonne") == []


def test_its_maker_has_it_among_the_last_things(teacher: User) -> None:
    activity = made(teacher)
    assert [(line.thing.ref, line.opened_at) for line in recents_of(teacher)] == [
        (activity.ref, MONDAY)
    ]


def test_its_title_and_state_are_followed(teacher: User) -> None:
    activity = made(teacher)
    edit_activity(activity, ActivityDraft("Voyage à Porto"), by=teacher)
    set_state(activity, Activity.State.DONE, by=teacher)
    (found,) = find_things(teacher, "porto")
    assert (found.title, found.state, found.mark) == ("Voyage à Porto", "Terminée", "decided")


def test_a_deleted_one_is_gone(teacher: User) -> None:
    delete_activity(made(teacher), by=teacher)
    assert not Resource.objects.exists()


def test_they_are_indexed_again(teacher: User) -> None:
    made(teacher)
    Resource.objects.all().delete()
    list(rebuild_index("activities"))
    assert Resource.objects.get().title == "Voyage à Lisbonne"
