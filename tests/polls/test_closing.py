"""Polls that close by themselves, and what their organiser is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.factories.people import UserFactory
from tests.polls.conftest import MONDAY, ballot, newcomer
from trousse.accounts.models import User
from trousse.accounts.operations import invite_guest
from trousse.core.models import AuditEntry, Event
from trousse.notifications.models import Notification
from trousse.services.polls.closing import close_by_itself, close_due_polls, close_if_done
from trousse.services.polls.inviting import tell_organisers
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import close_poll
from trousse.services.polls.requiring import ConditionDraft, keep_requirements
from trousse.sharing.operations import grant_guest, grant_person
from trousse.sharing.roles import Role

RunTasks = Callable[..., int]


def with_rule(poll: Poll, **rule: object) -> Poll:
    for name, value in rule.items():
        setattr(poll, name, value)
    poll.save(update_fields=[*rule])
    return poll


def as_now(poll: Poll) -> Poll:
    poll.refresh_from_db()
    return poll


def told(person: User, kind: str) -> list[Notification]:
    return list(Notification.objects.filter(user=person, kind=kind).order_by("pk"))


@pytest.fixture
def invited(poll: Poll, lea: User, karim: User) -> User:
    """Return Karim, the only one who was invited."""
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    return karim


def test_a_poll_closes_at_its_deadline_and_says_what_comes_best(
    poll: Poll, guest: Client, lea: User, clock: time_machine.Traveller
) -> None:
    with_rule(poll, deadline=MONDAY + timedelta(hours=2))
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn"))
    close_due_polls()
    before = as_now(poll).state
    clock.shift(timedelta(hours=2))
    close_due_polls()
    close_due_polls()

    assert before == "open"
    assert (as_now(poll).state, poll.closed_by) == ("closed", "deadline")
    (news,) = told(lea, "polls.closed")
    assert "mardi 1" in news.params["best"]
    assert "17 h – 18 h" in news.params["best"].replace("\u202f", " ").replace("\xa0", " ")
    assert Event.objects.filter(type="poll.closed").count() == 1
    assert AuditEntry.objects.get(action="polls:poll:close").details == {"reason": "deadline"}
    assert "Clos à sa date limite" in guest.get(poll.get_absolute_url()).content.decode()


def test_a_deadline_put_off_meanwhile_closes_nothing(poll: Poll) -> None:
    with_rule(poll, deadline=MONDAY + timedelta(hours=1))

    assert not close_by_itself(poll, Poll.ClosedBy.DEADLINE)
    assert as_now(poll).state == "open"


def test_what_was_typed_in_a_form_already_open_comes_back_after_the_deadline(
    poll: Poll, guest: Client, clock: time_machine.Traveller
) -> None:
    with_rule(poll, deadline=MONDAY + timedelta(minutes=10))
    sent = ballot(guest, poll, "ymn")
    clock.shift(timedelta(minutes=11))
    close_due_polls()
    refused = guest.post(poll.get_absolute_url(), sent)

    assert refused.status_code == 409
    assert "ne prend plus de réponses" in refused.content.decode().replace("\xa0", " ")
    assert not poll.participants.exists()


def test_a_closed_poll_is_not_closed_again_by_its_deadline(
    poll: Poll, lea: User, clock: time_machine.Traveller
) -> None:
    with_rule(poll, deadline=MONDAY + timedelta(minutes=10))
    close_poll(poll, lea)
    clock.shift(timedelta(hours=1))
    close_due_polls()

    assert as_now(poll).closed_by == "person"
    assert not told(lea, "polls.closed")


def test_a_poll_closes_when_everybody_invited_has_answered(
    poll: Poll, agent: Client, lea: User, invited: User, run_tasks: RunTasks
) -> None:
    guest, token = invite_guest("Nadia", "nadia@example.org", "fr", invited_by=lea)
    grant_guest(poll.ref, guest, Role.TAKE_PART, by=lea)
    with_rule(poll, closes_when="everybody")
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    run_tasks()
    while_nadia_is_missing = as_now(poll).state
    nadia = Client()
    nadia.cookies["trousse_keys"] = token
    nadia.post(poll.get_absolute_url(), ballot(nadia, poll, "n--"))
    run_tasks()

    assert invited
    assert while_nadia_is_missing == "open"
    assert (as_now(poll).state, poll.closed_by) == ("closed", "everybody")
    assert len(told(lea, "polls.closed")) == 1


def test_a_poll_closes_when_a_date_satisfies_every_condition(
    poll: Poll, agent: Client, guest: Client, lea: User, karim: User, run_tasks: RunTasks
) -> None:
    keep_requirements(poll, [ConditionDraft(user=karim)])
    with_rule(poll, closes_when="quorum", has_conditions=True)
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ynn"))
    run_tasks()
    without_karim = as_now(poll).state
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "nyn"))
    run_tasks()

    assert without_karim == "open"
    assert (as_now(poll).state, poll.closed_by) == ("closed", "quorum")
    (news,) = told(lea, "polls.closed")
    assert "jeudi 3" in news.params["best"]  # as many can come on Tuesday, but not Karim


def test_without_condition_no_date_satisfies_them(
    poll: Poll, agent: Client, run_tasks: RunTasks
) -> None:
    with_rule(poll, closes_when="quorum")
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "yyy"))
    run_tasks()

    assert as_now(poll).state == "open"


def test_answers_by_the_link_alone_never_make_everybody(
    poll: Poll, agent: Client, guest: Client, run_tasks: RunTasks
) -> None:
    with_rule(poll, closes_when="everybody")
    for browser in (agent, guest):
        browser.post(poll.get_absolute_url(), ballot(browser, poll, "y--"))
    run_tasks()

    assert as_now(poll).state == "open"


def test_a_poll_without_rule_asks_for_no_work_after_a_vote(
    poll: Poll, agent: Client, invited: User, run_tasks: RunTasks
) -> None:
    run_tasks()
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))

    assert invited
    assert run_tasks() == 0
    assert as_now(poll).state == "open"


def test_closing_twice_from_two_workers_tells_once(poll: Poll, lea: User, invited: User) -> None:
    with_rule(poll, closes_when="everybody")
    with transaction.atomic():
        first = close_by_itself(poll, Poll.ClosedBy.EVERYBODY)
    second = close_by_itself(poll, Poll.ClosedBy.EVERYBODY)
    close_if_done.call(poll=poll.public_id)
    close_if_done.call(poll="gone")

    assert invited
    assert (first, second) == (True, False)
    assert len(told(lea, "polls.closed")) == 1


def test_the_organiser_is_told_once_that_nobody_is_missing(
    poll: Poll, agent: Client, lea: User, invited: User, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=5))
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    tell_organisers()
    clock.shift(timedelta(minutes=5))
    late = newcomer(poll)
    late.post(poll.get_absolute_url(), ballot(late, poll, "y--"))
    tell_organisers()

    assert invited
    assert len(told(lea, "polls.all_answered")) == 1
    assert len(told(lea, "polls.answered")) == 1  # Nadia, who came by the link


def test_the_organiser_is_told_again_once_others_were_invited(
    poll: Poll, agent: Client, lea: User, invited: User, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=5))
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    tell_organisers()
    ines = UserFactory.create(first_name="Inès", last_name="Fernandes")
    clock.shift(timedelta(minutes=5))
    grant_person(poll.ref, ines, Role.TAKE_PART, by=lea)
    tell_organisers()
    while_ines_is_missing = len(told(lea, "polls.all_answered"))
    browser = Client()
    browser.force_login(ines)
    browser.post(poll.get_absolute_url(), ballot(browser, poll, "y--"))
    tell_organisers()

    assert invited
    assert (while_ines_is_missing, len(told(lea, "polls.all_answered"))) == (1, 2)


def test_a_poll_closed_by_itself_tells_its_news_in_one_line(
    poll: Poll, agent: Client, lea: User, invited: User, run_tasks: RunTasks
) -> None:
    with_rule(poll, closes_when="everybody")
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    run_tasks()
    tell_organisers()

    assert invited
    kinds = Notification.objects.filter(user=lea, service="polls").values_list("kind", flat=True)
    assert list(kinds) == ["polls.closed"]
