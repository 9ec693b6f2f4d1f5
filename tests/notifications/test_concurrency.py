"""Two workers, two writers: one letter, one line."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection

from tests.factories.people import UserFactory
from tests.notifications.conftest import a_notice
from trousse.accounts.models import User
from trousse.core.models import Mail
from trousse.notifications.mailing import write_due_letters
from trousse.notifications.models import Notification, Preference
from trousse.notifications.operations import notify, set_choices

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = datetime(2026, 12, 2, 6, 30, tzinfo=UTC)


def some_people() -> list[User]:
    return [UserFactory.create(email=f"person{n}@example.org") for n in range(5)]


def together(work: Callable[[], object], times: int = 4) -> None:
    """Do the same work in several threads at once; raise what any of them raises."""
    start, failures = threading.Barrier(times), []

    def run() -> None:
        start.wait(timeout=10)
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # raised below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    if failures:
        raise failures[0]


def test_two_workers_write_one_digest(clock: time_machine.Traveller) -> None:
    people = some_people()
    for person in people:
        set_choices(person, {"polls": Preference.Choice.DIGEST})
    for number in range(3):
        notify(people, a_notice(key=f"k{number}"))
    clock.move_to(MORNING, tick=False)
    together(write_due_letters.call)
    assert sorted(mail.to for mail in Mail.objects.all()) == [one.email for one in people]
    assert all(mail.text.count("Conseil pédagogique") == 3 for mail in Mail.objects.all())
    assert not Notification.objects.awaiting_letter().exists()


def test_two_workers_write_one_letter_now() -> None:
    people = some_people()
    notify(people, a_notice())
    together(write_due_letters.call)
    assert Mail.objects.count() == 5


def test_the_same_news_told_at_once_is_one_line() -> None:
    person = some_people()[0]
    together(lambda: notify([person], a_notice()))
    assert Notification.objects.count() == 1


def test_a_letter_and_a_new_choice_do_not_lock_each_other() -> None:
    person = some_people()[0]
    notify([person], a_notice())

    def both() -> None:
        set_choices(person, {"polls": Preference.Choice.NEVER})
        write_due_letters.call()

    together(both)
    assert not Notification.objects.awaiting_letter().exists()
    assert Preference.objects.count() == 1
