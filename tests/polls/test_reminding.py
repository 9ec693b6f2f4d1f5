"""Reminders that leave by themselves: to whom, when, and once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories.people import UserFactory
from tests.polls.conftest import ballot
from tests.polls.test_closing import as_now, with_rule
from trousse.accounts.models import User
from trousse.accounts.operations import invite_guest
from trousse.core.models import AuditEntry, Event, Mail
from trousse.notifications.models import Notification
from trousse.services.polls.inviting import remind_missing
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import close_poll
from trousse.services.polls.reminding import remind_by_itself, remind_due
from trousse.sharing.operations import grant_guest, grant_person
from trousse.sharing.roles import Role

Mailbox = Callable[[], list[Mail]]
RunTasks = Callable[..., int]
DEADLINE = datetime(2026, 12, 1, 11, tzinfo=UTC)  # a Tuesday, noon in Paris
SUNDAY, MONDAY_MORNING = (
    datetime(2026, 11, 29, 11, tzinfo=UTC),
    datetime(2026, 11, 30, 7, tzinfo=UTC),
)


def reminded(person: User) -> int:
    return Notification.objects.filter(user=person, kind="polls.reminder").count()


@pytest.fixture
def invited(poll: Poll, lea: User, karim: User) -> User:
    """Return Karim, the only one who was invited, to a poll with a deadline."""
    with_rule(poll, deadline=DEADLINE)
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    return karim


def test_missing_people_are_reminded_once_before_the_deadline(
    poll: Poll, invited: User, clock: time_machine.Traveller, run_tasks: RunTasks
) -> None:
    seen = []
    for instant in (SUNDAY, MONDAY_MORNING - timedelta(minutes=1), MONDAY_MORNING, DEADLINE):
        clock.move_to(instant)
        remind_by_itself()
        remind_by_itself()
        run_tasks()
        seen.append(reminded(invited))

    assert seen == [0, 0, 1, 1]  # Sunday noon and 7:59 are nobody's moment
    assert AuditEntry.objects.filter(action="polls:poll:remind", actor=None).count() == 1
    assert Event.objects.get(type="poll.reminded").data == {"people": 1}


def test_whoever_has_answered_is_left_alone(
    poll: Poll, agent: Client, invited: User, clock: time_machine.Traveller
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    clock.move_to(MONDAY_MORNING)

    assert remind_due(poll) == 0
    assert reminded(invited) == 0


@pytest.mark.parametrize("rule", [{"reminds": False}, {"state": "closed"}])
def test_a_poll_that_does_not_remind_reminds_nobody(
    poll: Poll, invited: User, clock: time_machine.Traveller, rule: dict[str, object]
) -> None:
    with_rule(poll, **rule)
    clock.move_to(MONDAY_MORNING)

    assert remind_due(poll) == 0
    assert reminded(invited) == 0


def test_a_guest_receives_the_personal_link_once(
    poll: Poll, lea: User, clock: time_machine.Traveller, mailbox: Mailbox, run_tasks: RunTasks
) -> None:
    with_rule(poll, deadline=DEADLINE)
    guest, token = invite_guest("Nadia", "nadia@example.org", "fr", invited_by=lea)
    grant_guest(poll.ref, guest, Role.TAKE_PART, by=lea)
    before = len(mailbox())
    for instant in (MONDAY_MORNING, MONDAY_MORNING + timedelta(hours=26)):
        clock.move_to(instant)
        remind_by_itself()
        run_tasks()

    (letter,) = [one for one in mailbox()[before:] if one.to == "nadia@example.org"]
    assert f"?cle={token}" in letter.text
    assert poll.title not in letter.subject


def test_somebody_overseas_is_reminded_at_hours_of_their_own(
    poll: Poll, lea: User, clock: time_machine.Traveller
) -> None:
    far = UserFactory.create(first_name="Moana", last_name="Tehei", time_zone="Pacific/Tahiti")
    near = UserFactory.create(first_name="Inès", last_name="Fernandes")
    with_rule(poll, deadline=datetime(2026, 12, 3, 17, tzinfo=UTC))  # Thursday, 18:00 in Paris
    for person in (far, near):
        grant_person(poll.ref, person, Role.TAKE_PART, by=lea)
    clock.move_to(datetime(2026, 12, 1, 17, tzinfo=UTC))  # 18:00 in Paris, 7:00 in Tahiti
    remind_due(poll)
    in_paris = (reminded(near), reminded(far))
    clock.shift(timedelta(hours=1))  # 8:00 in Tahiti
    remind_due(poll)

    assert in_paris == (1, 0)
    assert (reminded(near), reminded(far)) == (1, 1)


def test_another_deadline_reminds_again(
    poll: Poll, invited: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(MONDAY_MORNING)
    remind_due(poll)
    with_rule(poll, deadline=DEADLINE + timedelta(days=7))
    clock.shift(timedelta(days=7))
    remind_due(poll)

    assert reminded(invited) == 2


def test_whoever_was_reminded_by_hand_the_same_day_is_not_reminded_again(
    poll: Poll, lea: User, invited: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(MONDAY_MORNING - timedelta(hours=12))
    remind_missing(poll, lea)
    clock.move_to(MONDAY_MORNING)

    assert remind_due(poll) == 0
    assert reminded(invited) == 1


def test_whoever_was_just_invited_is_not_reminded(
    poll: Poll, lea: User, karim: User, clock: time_machine.Traveller
) -> None:
    with_rule(poll, deadline=DEADLINE)
    clock.move_to(MONDAY_MORNING)
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    clock.shift(timedelta(hours=3))

    assert remind_due(poll) == 0
    assert reminded(karim) == 0


def test_without_deadline_people_are_reminded_three_school_days_after_the_invitation(
    poll: Poll, lea: User, karim: User, clock: time_machine.Traveller, run_tasks: RunTasks
) -> None:
    clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))  # Thursday: the third day is Tuesday
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    seen = []
    for day in (27, 30):
        clock.move_to(datetime(2026, 11, day, 9, 30, tzinfo=UTC))
        remind_by_itself()
        run_tasks()
        seen.append(reminded(karim))
    for day in (1, 3, 8):
        clock.move_to(datetime(2026, 12, day, 9, 30, tzinfo=UTC))
        remind_by_itself()
        run_tasks()
        seen.append(reminded(karim))

    assert seen == [0, 0, 1, 1, 1]


def test_all_polls_are_looked_at_some_at_a_time(
    poll: Poll,
    invited: User,
    clock: time_machine.Traveller,
    run_tasks: RunTasks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("trousse.services.polls.reminding.A_TURN", 1)
    Poll.objects.create(
        organiser=poll.organiser, title="Autre", creation_key="o" * 22, expires_on=poll.expires_on
    )
    clock.move_to(MONDAY_MORNING)
    remind_by_itself()

    assert run_tasks() >= 3  # one poll, the other, and nothing after
    assert reminded(invited) == 1


def test_a_poll_closed_meanwhile_reminds_nobody(
    poll: Poll, lea: User, invited: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(MONDAY_MORNING)
    close_poll(as_now(poll), lea)

    assert remind_due(poll) == 0
    assert reminded(invited) == 0
