"""What an organiser decides about a poll, and that it holds for everybody, wherever they look."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.test import Client

from tests.polls.conftest import ballot
from tests.polls.ruling import NOON, page_of, ruled
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.kit.actions import Caller, call
from trousse.services.polls.models import Participant, Poll
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role
from trousse_kit.actions import (
    CardAnswer,
    EmbedRequest,
)

JSON = {"headers": {"accept": "application/json"}}


def test_the_page_says_until_when_it_answers(guest: Client, poll: Poll) -> None:
    ruled(poll, deadline=NOON)

    assert "Réponses jusqu’au lundi 23 novembre, 12\u00a0h" in page_of(guest, poll)


def test_a_deadline_at_midnight_is_the_end_of_the_day_before(guest: Client, poll: Poll) -> None:
    ruled(poll, deadline=datetime(2026, 11, 26, 23, 0, tzinfo=UTC))

    assert "Réponses jusqu’au jeudi 26 novembre</p>" in page_of(guest, poll)


def test_a_form_open_at_the_deadline_is_refused_and_shows_what_was_chosen(
    guest: Client, poll: Poll, clock: time_machine.Traveller
) -> None:
    ruled(poll, deadline=NOON)
    sent = ballot(guest, poll, "ym-")
    clock.move_to(NOON)
    refused = guest.post(poll.get_absolute_url(), sent)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "ne prend plus de réponses" in page
    assert "17\u00a0h\u00a0– 18\u00a0h\u202f: Oui" in page
    assert "12\u00a0h\u00a030\u202f: Si besoin" in page
    assert not Participant.objects.exists()


def test_the_last_second_before_the_deadline_counts(
    guest: Client, poll: Poll, clock: time_machine.Traveller
) -> None:
    ruled(poll, deadline=NOON)
    sent = ballot(guest, poll, "ymn")
    clock.move_to(NOON - timedelta(seconds=1))

    assert guest.post(poll.get_absolute_url(), sent).status_code == 302


def test_the_self_saving_form_is_refused_at_the_deadline_too(
    guest: Client, poll: Poll, clock: time_machine.Traveller
) -> None:
    ruled(poll, deadline=NOON)
    sent = ballot(guest, poll, "ymn")
    clock.move_to(NOON)
    refused = guest.post(poll.get_absolute_url(), sent, **JSON)

    assert refused.status_code == 409
    assert "ne prend plus" in refused.json()["error"]["message"]


def test_answers_are_neither_changed_nor_erased_after_the_deadline(
    agent: Client, poll: Poll, clock: time_machine.Traveller
) -> None:
    ruled(poll, deadline=NOON)
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "yyy"))
    sent = ballot(agent, poll, "nnn")
    clock.move_to(NOON)
    changed = agent.post(poll.get_absolute_url(), sent)
    erased = agent.post(f"{poll.get_absolute_url()}retirer")

    assert (changed.status_code, erased.status_code) == (409, 409)
    assert set(Participant.objects.get().answers.values()) == {"y"}


def test_a_poll_past_its_deadline_is_closed_everywhere_at_once(
    organiser: Client, guest: Client, poll: Poll, clock: time_machine.Traveller, lea: User
) -> None:
    ruled(poll, deadline=NOON)
    clock.move_to(NOON)
    caller = Caller(Visitor(lea))
    card = call("poll.embed", EmbedRequest(ref=str(poll.ref)), caller=caller, key="e")

    page = page_of(guest, poll)
    assert 'name="answer-' not in page
    assert "Clos" in page
    assert "Réponses closes depuis le lundi 23 novembre, 12\u00a0h" in page
    assert "Clos" in organiser.get("/sondages/").content.decode()
    assert "Rouvrir" in page_of(organiser, poll)
    assert isinstance(card, CardAnswer)
    assert (card.state_words, card.thing.state) == ("Clos", "closed")


def test_reopening_a_poll_past_its_deadline_drops_the_deadline(
    organiser: Client, guest: Client, poll: Poll, clock: time_machine.Traveller
) -> None:
    ruled(poll, deadline=NOON)
    clock.move_to(NOON)
    organiser.post(f"{poll.get_absolute_url()}rouvrir")
    poll.refresh_from_db()

    assert (poll.is_open, poll.deadline) == (True, None)
    assert guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyy")).status_code == 302


def test_nobody_is_reminded_after_the_deadline(
    organiser: Client, poll: Poll, karim: User, lea: User, clock: time_machine.Traveller
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    ruled(poll, deadline=NOON)
    clock.move_to(NOON)

    assert organiser.post(f"{poll.get_absolute_url()}relancer").status_code == 409
