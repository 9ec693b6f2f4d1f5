"""Slots that hold so many people and no more."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from tests.polls.conftest import ballot, newcomer
from tests.polls.test_changing_slots import AS_MADE, form, save
from trousse.services.polls.models import Participant, Poll

YES = re.compile(r'<input[^>]*value="y"[^>]*>')


@pytest.fixture
def limited(poll: Poll) -> Poll:
    poll.slots.filter(day="2026-12-01").update(capacity=1)
    return poll


def test_the_last_place_goes_to_the_first_and_the_other_keeps_what_they_typed(
    limited: Poll, agent: Client, guest: Client
) -> None:
    late = ballot(guest, limited, "ymn", name="Nadia Roy", email="nadia@mairie.example")
    agent.post(limited.get_absolute_url(), ballot(agent, limited, "ynn"))

    refused = guest.post(limited.get_absolute_url(), late)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Il n’y a plus de place" in page
    assert "mardi 1er décembre" in page.partition("Il n’y a plus de place")[2][:60]
    assert "Nadia Roy" in page
    assert "nadia@mairie.example" in page
    assert re.findall(r'value="([mn])" checked', page) == ["m", "n"]
    assert Participant.objects.count() == 1
    assert guest.post(limited.get_absolute_url(), ballot(guest, limited, "mmn")).status_code == 302


def test_a_refusal_is_told_to_the_script_in_words(
    limited: Poll, agent: Client, guest: Client
) -> None:
    agent.post(limited.get_absolute_url(), ballot(agent, limited, "ynn"))
    sent = ballot(guest, limited, "ynn")
    answer = guest.post(limited.get_absolute_url(), sent, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "slot_full"


def test_whoever_has_a_place_keeps_it_and_may_change_the_rest(limited: Poll, agent: Client) -> None:
    agent.post(limited.get_absolute_url(), ballot(agent, limited, "ynn"))
    answer = agent.post(limited.get_absolute_url(), ballot(agent, limited, "yyy"))
    assert answer.status_code == 302
    assert set(Participant.objects.get().answers.values()) == {"y"}


def test_the_same_form_sent_twice_takes_one_place(limited: Poll, guest: Client) -> None:
    sent = ballot(guest, limited, "ynn")
    other = newcomer(limited)
    other.post(limited.get_absolute_url(), sent)
    assert guest.post(limited.get_absolute_url(), sent).status_code == 302
    assert Participant.objects.count() == 1


def test_a_full_slot_says_so_and_takes_no_more_yes(
    limited: Poll, agent: Client, guest: Client
) -> None:
    assert "1 place libre sur 1" in guest.get(limited.get_absolute_url()).content.decode()
    agent.post(limited.get_absolute_url(), ballot(agent, limited, "ynn"))

    seen_by_guest = guest.get(limited.get_absolute_url()).content.decode()
    assert seen_by_guest.count("Complet") == 2  # ballot and results
    assert [" disabled" in box for box in YES.findall(seen_by_guest)] == [True, False, False]
    own = agent.get(limited.get_absolute_url()).content.decode()
    assert not any(" disabled" in box for box in YES.findall(own))


def test_a_limit_is_not_lowered_under_what_is_taken(
    organiser: Client, agent: Client, guest: Client, poll: Poll
) -> None:
    for voter in (agent, guest):
        voter.post(poll.get_absolute_url(), ballot(voter, poll, "ynn"))
    rows = [(*AS_MADE[0], "", "1"), *AS_MADE[1:]]
    refused = organiser.post(f"{poll.get_absolute_url()}dates", form(organiser, poll, rows))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "2 personnes ont déjà une place" in page
    assert 'name="places" id="places-1" value="1"' in page
    rows[0] = (*AS_MADE[0], "", "2")
    assert save(organiser, poll, rows) == 302
    assert list(poll.slots.values_list("capacity", flat=True)) == [2, None, None]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_gets_the_last_place(limited: Poll) -> None:
    voters = [newcomer(limited) for _ in range(4)]
    sent = [ballot(voter, limited, "ynn", name=f"N{n}") for n, voter in enumerate(voters)]
    together = Barrier(len(voters), timeout=30)

    def send(voter: Client, form: dict[str, str]) -> int:
        together.wait()
        try:
            return voter.post(limited.get_absolute_url(), form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(voters)) as pool:
        statuses = list(pool.map(send, voters, sent))

    assert sorted(statuses) == [302, 409, 409, 409]
    assert Participant.objects.count() == 1
