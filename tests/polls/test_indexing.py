"""Polls in the lists of other rooms: what waits, what was opened, what is found."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.polls.conftest import ballot
from trousse.accounts.models import User
from trousse.kit.models import Resource
from trousse.kit.queries import days_of, find_things, recents_of, todo_of
from trousse.kit.resources import rebuild_index
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import (
    PollDraft,
    SlotDraft,
    close_poll,
    create_poll,
    decide_slot,
    delete_poll,
    edit_poll,
    reopen_poll,
)
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

FIRST_SLOT = datetime(2026, 12, 1, 16, tzinfo=UTC)
AFTER_LAST_DAY = datetime(2026, 12, 5, 23, tzinfo=UTC)


def test_an_invited_person_is_expected_to_answer_before_the_first_date(
    poll: Poll, karim: User
) -> None:
    assert todo_of(karim) == []
    grant_person(poll.ref, karim, Role.TAKE_PART, by=None)
    (line,) = todo_of(karim)
    assert (line.verb, line.thing.title, line.due_at) == ("Répondre", poll.title, FIRST_SLOT)


def test_nothing_is_expected_of_the_organiser(poll: Poll, lea: User) -> None:
    assert todo_of(lea) == []


def test_an_answer_is_no_longer_expected_once_given(poll: Poll, karim: User) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=None)
    poll.participants.create(user=karim, name="Karim Benali", creation_key="a" * 22)
    assert todo_of(karim) == []


def test_nothing_is_expected_after_the_last_date(
    poll: Poll, karim: User, clock: time_machine.Traveller
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=None)
    clock.move_to(AFTER_LAST_DAY - (AFTER_LAST_DAY - FIRST_SLOT) / 10)
    assert len(todo_of(karim)) == 1
    clock.move_to(AFTER_LAST_DAY)
    assert todo_of(karim) == []


def test_a_closed_poll_expects_nothing_until_it_is_open_again(
    poll: Poll, lea: User, karim: User
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=None)
    close_poll(poll, lea)
    assert todo_of(karim) == []
    reopen_poll(poll, lea)
    assert len(todo_of(karim)) == 1


def test_a_chosen_hour_takes_place(poll: Poll, lea: User) -> None:
    slot = poll.slots.all()[0]
    decide_slot(poll, slot, lea)
    (line,) = days_of(lea, FIRST_SLOT, AFTER_LAST_DAY)
    assert (line.starts_at, line.ends_at, line.whole_day) == (
        FIRST_SLOT,
        FIRST_SLOT.replace(hour=17),
        False,
    )
    assert (line.thing.state, line.thing.mark) == ("Décidé", "decided")


def test_a_chosen_day_takes_place_from_midnight_to_midnight(poll: Poll, lea: User) -> None:
    decide_slot(poll, poll.slots.all()[2], lea)
    (line,) = days_of(lea, FIRST_SLOT, AFTER_LAST_DAY)
    assert (line.starts_at, line.ends_at, line.whole_day) == (
        datetime(2026, 12, 4, 23, tzinfo=UTC),
        AFTER_LAST_DAY,
        True,
    )
    reopen_poll(poll, lea)
    assert days_of(lea, FIRST_SLOT, AFTER_LAST_DAY) == []


def test_a_new_title_is_found_and_the_old_one_is_not(poll: Poll, lea: User) -> None:
    edit_poll(poll, lea, title="Réunion de rentrée", description="", place="")
    assert [found.ref for found in find_things(lea, "reunion")] == [poll.ref]
    assert find_things(lea, "conseil") == []


def test_a_change_brings_it_back_to_whoever_made_it(
    poll: Poll, lea: User, clock: time_machine.Traveller
) -> None:
    slots = [SlotDraft(date(2026, 12, 8), time(9))]
    clock.shift(60)
    other = create_poll(lea, PollDraft("Autre", slots, "Europe/Paris"), key="o" * 22)
    assert [line.thing.ref for line in recents_of(lea)] == [other.ref, poll.ref]
    clock.shift(60)
    close_poll(poll, lea)
    assert [line.thing.ref for line in recents_of(lea)] == [poll.ref, other.ref]


def test_a_deleted_poll_leaves_every_list(poll: Poll, lea: User) -> None:
    delete_poll(poll, lea)
    assert not Resource.objects.exists()


def test_a_vote_writes_nothing_in_the_index(poll: Poll, agent: Client) -> None:
    answers = ballot(agent, poll, "ymn")
    with CaptureQueriesContext(connection) as asked:
        agent.post(poll.get_absolute_url(), answers)
    assert poll.participants.count() == 1
    assert [query["sql"] for query in asked if "kit_" in query["sql"]] == []


def test_polls_are_indexed_again_as_they_were(poll: Poll, lea: User) -> None:
    decide_slot(poll, poll.slots.all()[0], lea)
    before = Resource.objects.values().get()
    Resource.objects.all().delete()
    list(rebuild_index("polls"))
    assert Resource.objects.values().get() == {**before, "id": Resource.objects.get().pk}


@pytest.mark.django_db
def test_the_demo_fills_the_index(settings: Settings) -> None:
    settings.DEMO = True
    call_command("fill_demo", verbosity=0)
    assert Resource.objects.filter(type="poll").count() == Poll.objects.count() > 0
