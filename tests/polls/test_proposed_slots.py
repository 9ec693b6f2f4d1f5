"""Dates and texts that those who answer propose, and what organisers make of them."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.polls.conftest import MONDAY, ballot, newcomer
from tests.polls.ruling import page_of, ruled
from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Event, Mail
from trousse.notifications.models import Notification
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.services.polls.operations import PollDraft, close_poll, create_poll
from trousse.services.polls.proposing.slots import TextDraft
from trousse.services.polls.reviewing import MOST_OF_ONE, MOST_WAITING

WEDNESDAY = {"day": "2026-12-09", "start": "14:00", "end": "15:00"}


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def open_to_proposals(poll: Poll) -> Poll:
    return ruled(poll, may_propose=True)


def path(poll: Poll) -> str:
    return f"{poll.get_absolute_url()}proposer"


def review(client: Client, poll: Poll, slot: Slot, gesture: str) -> int:
    address = f"{poll.get_absolute_url()}propositions/{slot.public_id}"
    return client.post(address, {gesture: "1"}).status_code


def waiting(poll: Poll) -> list[Slot]:
    return list(Slot.everything.filter(poll=poll, is_offered=False).order_by("pk"))


def answer(client: Client, poll: Poll, **fields: str) -> None:
    sent = ballot(client, poll, "ynn", **fields)
    assert client.post(poll.get_absolute_url(), sent).status_code == 302


def propose(client: Client, poll: Poll, **fields: str) -> int:
    return client.post(path(poll), {**WEDNESDAY, **fields}).status_code


def test_a_proposal_waits_for_the_organiser_and_nobody_is_asked_about_it(
    open_to_proposals: Poll, agent: Client, organiser: Client, lea: User
) -> None:
    poll = open_to_proposals
    answer(agent, poll)
    events = Event.objects.filter(subject=str(poll.ref)).count()

    assert propose(agent, poll) == 302

    assert [slot.proposed_by.name for slot in waiting(poll)] == ["Karim Benali"]
    assert poll.slots.count() == 3
    assert "9 décembre" not in page_of(agent, poll)
    assert "9 décembre" in agent.get(path(poll)).content.decode()
    assert "Karim Benali" in page_of(organiser, poll).split('id="propositions"')[1]
    told = Notification.objects.get(kind="polls.slot_proposed")
    assert told.user == lea
    assert AuditEntry.objects.filter(action="polls:poll:propose_slot").count() == 1
    assert Event.objects.filter(subject=str(poll.ref)).count() == events


def test_once_accepted_it_is_asked_of_everybody_who_answered(
    open_to_proposals: Poll, agent: Client, guest: Client, organiser: Client, karim: User
) -> None:
    poll = open_to_proposals
    answer(agent, poll)
    answer(guest, poll, email="nadia@mairie.example")
    propose(guest, poll)
    Mail.objects.all().delete()
    [slot] = waiting(poll)

    assert review(organiser, poll, slot, "offer") == 302

    assert poll.slots.count() == 4
    assert "9 décembre" in page_of(agent, poll)
    assert Notification.objects.get(kind="polls.slots_changed").user == karim
    assert Mail.objects.filter(to="nadia@mairie.example").count() == 1
    rows = Participant.objects.filter(poll=poll)
    assert all(slot.public_id not in row.answers for row in rows)
    last = Event.objects.filter(subject=str(poll.ref)).order_by("sequence").last()
    assert last
    assert last.type == "poll.changed"


def test_a_refused_one_is_gone_and_its_proposer_is_told(
    open_to_proposals: Poll, agent: Client, guest: Client, organiser: Client, karim: User
) -> None:
    poll = open_to_proposals
    answer(agent, poll)
    answer(guest, poll, email="nadia@mairie.example")
    propose(agent, poll)
    propose(guest, poll, day="2026-12-10")
    Mail.objects.all().delete()

    for slot in waiting(poll):
        assert review(organiser, poll, slot, "refuse") == 302

    assert waiting(poll) == []
    assert poll.slots.count() == 3
    assert Notification.objects.get(kind="polls.proposal_refused").user == karim
    letter = Mail.objects.get(to="nadia@mairie.example")
    assert "jeudi 10 décembre" in letter.text
    assert "?cle=" in letter.text


@pytest.mark.parametrize("gesture", ["offer", "refuse"])
def test_looking_twice_at_one_does_it_once(
    open_to_proposals: Poll, agent: Client, organiser: Client, gesture: str
) -> None:
    poll = open_to_proposals
    answer(agent, poll)
    propose(agent, poll)
    [slot] = waiting(poll)

    review(organiser, poll, slot, gesture)
    count = poll.slots.count(), Notification.objects.count()
    assert review(organiser, poll, slot, gesture) == 302
    assert (poll.slots.count(), Notification.objects.count()) == count


def test_who_has_not_answered_is_asked_to_answer_first(
    open_to_proposals: Poll, guest: Client
) -> None:
    assert "Répondez d’abord" in guest.get(path(open_to_proposals)).content.decode()
    assert propose(guest, open_to_proposals) == 302
    assert waiting(open_to_proposals) == []


def test_the_same_twice_waits_once(open_to_proposals: Poll, guest: Client) -> None:
    answer(guest, open_to_proposals)
    assert [propose(guest, open_to_proposals) for _ in range(2)] == [302, 302]
    assert len(waiting(open_to_proposals)) == 1
    assert Notification.objects.filter(kind="polls.slot_proposed").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"day": "2026-12-01", "start": "17:00", "end": "18:00"},  # asked already
        {"day": "2026-11-20"},
        {"day": "bientôt"},
        {"day": ""},
        {"end": "13:00"},
        {"start": "", "end": "15:00"},
    ],
)
def test_it_refuses_what_cannot_be_proposed_and_keeps_what_was_typed(
    open_to_proposals: Poll, guest: Client, fields: dict[str, str]
) -> None:
    answer(guest, open_to_proposals)
    sent = {**WEDNESDAY, **fields}
    response = guest.post(path(open_to_proposals), sent)
    assert response.status_code in {409, 422}
    assert waiting(open_to_proposals) == []
    page = response.content.decode()
    assert all(f'value="{value}"' in page for value in sent.values() if value)


def test_one_person_proposes_a_few_and_all_of_them_not_too_many(
    open_to_proposals: Poll, guest: Client
) -> None:
    poll = open_to_proposals
    answer(guest, poll)
    days = [f"2026-12-{day}" for day in range(8, 9 + MOST_OF_ONE)]
    assert [propose(guest, poll, day=day) for day in days] == [*[302] * MOST_OF_ONE, 409]

    other = newcomer(poll)
    answer(other, poll)
    Slot.objects.bulk_create(
        Slot(poll=poll, day=MONDAY.date(), start=f"10:{minute}", is_offered=False)
        for minute in range(10, 10 + MOST_WAITING - MOST_OF_ONE)
    )
    assert propose(other, poll) == 409
    assert len(waiting(poll)) == MOST_WAITING


def test_proposing_again_and_again_is_slowed_down(open_to_proposals: Poll, guest: Client) -> None:
    poll = open_to_proposals
    answer(guest, poll)
    for _ in range(5):
        assert propose(guest, poll) == 302
        [slot] = waiting(poll)
        assert guest.post(path(poll), {"retract": slot.public_id}).status_code == 302
        assert waiting(poll) == []
    assert [propose(guest, poll) for _ in range(6)][-1] == 429


def test_nobody_takes_back_what_somebody_else_proposed(
    open_to_proposals: Poll, agent: Client, guest: Client
) -> None:
    answer(agent, open_to_proposals)
    answer(guest, open_to_proposals)
    propose(agent, open_to_proposals)
    [slot] = waiting(open_to_proposals)
    guest.post(path(open_to_proposals), {"retract": slot.public_id})
    assert waiting(open_to_proposals) == [slot]


def test_a_poll_that_takes_no_proposals_takes_none(poll: Poll, guest: Client) -> None:
    answer(guest, poll)
    assert propose(guest, poll) == 409
    assert "proposer" not in page_of(guest, poll)
    assert "n’accepte pas d’autre proposition" in guest.get(path(poll)).content.decode()


def test_a_closed_poll_takes_none_and_accepts_none(
    open_to_proposals: Poll, guest: Client, organiser: Client, lea: User
) -> None:
    poll = open_to_proposals
    answer(guest, poll)
    propose(guest, poll)
    [slot] = waiting(poll)
    close_poll(poll, lea)

    assert propose(guest, poll, day="2026-12-10") == 409
    assert review(organiser, poll, slot, "offer") == 409
    assert waiting(poll) == [slot]


def test_a_day_that_is_over_meanwhile_can_only_be_refused(
    open_to_proposals: Poll,
    guest: Client,
    organiser: Client,
    lea: User,
    clock: time_machine.Traveller,
) -> None:
    poll = open_to_proposals
    answer(guest, poll)
    propose(guest, poll, day="2026-11-23")
    [slot] = waiting(poll)
    clock.shift(15 * 3600)
    organiser.force_login(lea)  # sessions are shorter than that
    assert review(organiser, poll, slot, "offer") == 409
    assert review(organiser, poll, slot, "refuse") == 302
    assert waiting(poll) == []


def test_what_the_organiser_added_meanwhile_is_not_asked_twice(
    open_to_proposals: Poll, guest: Client, organiser: Client
) -> None:
    poll = open_to_proposals
    answer(guest, poll)
    propose(guest, poll)
    [slot] = waiting(poll)
    Slot.objects.create(poll=poll, day=slot.day, start=slot.start, end=slot.end)
    assert review(organiser, poll, slot, "offer") == 409
    assert poll.slots.count() == 4


def test_only_organisers_look_at_proposals(
    open_to_proposals: Poll, guest: Client, agent: Client
) -> None:
    poll = open_to_proposals
    answer(guest, poll)
    answer(agent, poll)
    propose(guest, poll)
    [slot] = waiting(poll)

    assert "propositions" not in page_of(agent, poll)
    assert review(agent, poll, slot, "offer") == 403
    assert review(guest, poll, slot, "offer") == 302  # to the page where one signs in
    assert review(Client(), poll, slot, "refuse") == 302
    assert agent.get(f"{poll.get_absolute_url()}propositions/{slot.public_id}").status_code == 405
    assert waiting(poll) == [slot]


def test_one_of_another_poll_or_none_at_all_changes_nothing(
    open_to_proposals: Poll, guest: Client, organiser: Client, lea: User
) -> None:
    answer(guest, open_to_proposals)
    propose(guest, open_to_proposals)
    [slot] = waiting(open_to_proposals)
    draft = PollDraft("Autre", [TextDraft("a"), TextDraft("b")], "Europe/Paris", kind="texts")
    other = create_poll(lea, draft, key="o" * 22)

    assert review(organiser, other, slot, "offer") == 302
    address = f"{open_to_proposals.get_absolute_url()}propositions/{slot.public_id}"
    assert organiser.post(address).status_code == 422
    assert waiting(open_to_proposals) == [slot]


def test_whoever_erases_their_answers_erases_what_they_proposed(
    open_to_proposals: Poll, guest: Client
) -> None:
    poll = open_to_proposals
    answer(guest, poll)
    propose(guest, poll)
    assert guest.post(f"{poll.get_absolute_url()}retirer").status_code == 302
    assert waiting(poll) == []


def test_a_text_is_proposed_in_a_poll_on_texts(lea: User, organiser: Client, agent: Client) -> None:
    draft = PollDraft("Thème", [TextDraft("Le voyage"), TextDraft("La ville")], "Europe/Paris")
    poll = create_poll(lea, draft, key="t" * 22)
    ruled(poll, may_propose=True, kind="texts")
    client = newcomer(poll)
    client.post(poll.get_absolute_url(), ballot(client, poll, "yn"))

    assert client.post(path(poll), {"label": "La mer"}).status_code == 302
    assert client.post(path(poll), {"label": "La ville"}).status_code == 409
    assert client.post(path(poll), {"label": ""}).status_code == 422

    [slot] = waiting(poll)
    assert review(organiser, poll, slot, "offer") == 302
    assert [one.label for one in poll.slots.all()] == ["Le voyage", "La ville", "La mer"]
