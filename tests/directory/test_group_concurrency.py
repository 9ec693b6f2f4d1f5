"""Many people write one group at the same moment, on real database locks."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from tests.factories.groups import group, people
from tests.harness.people import signed_in
from trousse.accounts.models import User
from trousse.core.errors import Conflict
from trousse.core.models import Event
from trousse.directory import group_operations as operations
from trousse.directory.models import Group, Membership

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8


def all_at_once(gestures: Sequence[Callable[[], object]]) -> list[object]:
    """Run every gesture in its own thread, started together; return what each gave or raised."""
    start = Barrier(len(gestures))

    def act(gesture: Callable[[], object]) -> object:
        start.wait()
        try:
            return gesture()
        except Conflict as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(gestures)) as pool:
        return list(pool.map(act, gestures))


def real_size(of: Group) -> int:
    size = Group.objects.get(pk=of.pk).size
    assert size == Membership.objects.filter(group=of).count()
    return size


def test_everybody_who_enters_is_counted_once(teacher: User) -> None:
    made = group(teacher, policy="open")
    crowd = people(CROWD)

    def enter(client: Client) -> Callable[[], object]:
        return lambda: client.post(f"{made.get_absolute_url()}entrer")

    clients = [signed_in(person) for person in crowd for _ in range(2)]
    all_at_once([enter(client) for client in clients])

    assert real_size(made) == CROWD + 1
    told = Event.objects.filter(type="group.member_added").values_list("data", flat=True)
    assert len([person for data in told for person in data["people"]]) == CROWD + 1


def test_two_managers_who_leave_together_leave_one(teacher: User, head: User) -> None:
    made = group(teacher)
    operations.add_members(made, [head], teacher)
    operations.set_manager(made, head, teacher, manages=True)

    given = all_at_once(
        [lambda: operations.leave_group(made, teacher), lambda: operations.leave_group(made, head)]
    )

    assert sum(isinstance(one, Conflict) for one in given) == 1
    assert Membership.objects.filter(group=made, role="manager").count() == 1
    assert real_size(made) == 1


def test_a_form_sent_by_two_processes_makes_one_group(teacher: User) -> None:
    draft = operations.GroupDraft("Chorale")
    made = all_at_once([lambda: operations.create_group(teacher, draft, key="k")] * 4)
    assert len({one.pk for one in made if isinstance(one, Group)}) == 1
    assert Group.objects.get().size == 1
