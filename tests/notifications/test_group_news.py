"""Those who manage a group hear of requests, those who asked hear that they are in."""

from collections.abc import Callable

import pytest

from tests.factories.groups import group
from trousse.accounts.models import User
from trousse.directory.group_operations import answer_request, ask_to_join
from trousse.notifications import group_news
from trousse.notifications.models import Notification


@pytest.fixture(autouse=True)
def kinds_of_groups(known_kinds: None) -> None:
    """Register the kinds that the fixtures of this folder replaced."""
    group_news.register()


def told(person: User) -> list[str]:
    return list(Notification.objects.filter(user=person).values_list("kind", flat=True))


def test_a_request_and_its_answer_are_told(
    teacher: User, head: User, run_tasks: Callable[..., int]
) -> None:
    readers = group(teacher, policy="request")
    asked = ask_to_join(readers, head)
    run_tasks()
    assert (told(teacher), told(head)) == (["directory.join_asked"], [])

    answer_request(asked, teacher, accept=True)
    run_tasks()
    assert told(head) == ["directory.join_accepted"]


def test_a_refusal_is_not_told(teacher: User, head: User, run_tasks: Callable[..., int]) -> None:
    asked = ask_to_join(group(teacher, policy="request"), head)
    answer_request(asked, teacher, accept=False)
    run_tasks()

    assert told(head) == []
