"""An answer kept on a device without network, sent later: recorded once, never over another."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.polls.conftest import ballot
from trousse.accounts.models import User
from trousse.core.models import Event
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import close_poll
from trousse.sharing.models import Grant

JSON = {"headers": {"accept": "application/json"}}


def kept(client: Client, poll: Poll, letters: str) -> dict[str, str]:
    """Return what the page's script keeps: the form as it was, and that it was kept."""
    return {**ballot(client, poll, letters), "kept": "1"}


def told() -> int:
    return Event.objects.filter(type="poll.voted").count()


def test_sent_twice_it_is_recorded_and_told_once(agent: Client, poll: Poll) -> None:
    sent = kept(agent, poll, "ymn")
    first = agent.post(poll.get_absolute_url(), sent, **JSON)
    second = agent.post(poll.get_absolute_url(), sent, **JSON)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["version"] == second.json()["version"] == 1
    assert Participant.objects.get().version == 1
    assert told() == 1


def test_a_change_sent_twice_is_recorded_and_told_once(agent: Client, poll: Poll) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"), **JSON)
    sent = kept(agent, poll, "nny")
    replies = [agent.post(poll.get_absolute_url(), sent, **JSON).json() for _ in range(2)]

    assert [reply["version"] for reply in replies] == [2, 2]
    assert told() == 2


def test_it_does_not_write_over_an_answer_given_elsewhere_meanwhile(
    agent: Client, poll: Poll
) -> None:
    sent = kept(agent, poll, "yyy")
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "nnn"), **JSON)  # another device
    reply = agent.post(poll.get_absolute_url(), sent, **JSON)

    assert reply.status_code == HTTPStatus.CONFLICT
    assert reply.json()["error"]["code"] == "answered_elsewhere"
    assert set(Participant.objects.get().answers.values()) == {"n"}


def test_a_lost_reply_does_not_bring_an_old_answer_back(agent: Client, poll: Poll) -> None:
    sent = kept(agent, poll, "yyy")
    agent.post(poll.get_absolute_url(), sent, **JSON)  # recorded; the reply is lost
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "nnn"), **JSON)
    assert agent.post(poll.get_absolute_url(), sent, **JSON).status_code == HTTPStatus.CONFLICT
    assert set(Participant.objects.get().answers.values()) == {"n"}


def test_its_own_first_sending_may_still_be_changed(agent: Client, poll: Poll) -> None:
    form = ballot(agent, poll, "yyy")
    agent.post(poll.get_absolute_url(), form, **JSON)  # the reply is lost, then the network
    later = {**kept(agent, poll, "ynn"), "key": form["key"], "version": ""}
    assert agent.post(poll.get_absolute_url(), later, **JSON).status_code == HTTPStatus.OK
    assert told() == 2


def test_a_poll_closed_meanwhile_says_so(agent: Client, poll: Poll, lea: User) -> None:
    sent = kept(agent, poll, "yyy")
    close_poll(poll, lea)
    reply = agent.post(poll.get_absolute_url(), sent, **JSON)
    assert reply.status_code == HTTPStatus.CONFLICT
    assert "ne prend plus de réponses" in reply.json()["error"]["message"]


def test_a_right_withdrawn_meanwhile_finds_nothing(agent: Client, poll: Poll) -> None:
    sent = kept(agent, poll, "yyy")
    Grant.objects.of(poll.ref).filter(kind=Grant.Kind.LINK).delete()
    reply = agent.post(poll.get_absolute_url(), sent, **JSON)
    assert reply.status_code == HTTPStatus.NOT_FOUND
    assert not Participant.objects.exists()


def test_it_is_never_recorded_for_somebody_else(
    agent: Client, organiser: Client, poll: Poll
) -> None:
    headers = {"accept": "application/json", "trousse-expected-reader": "f" * 24}
    for browser in (agent, organiser, Client()):
        sent = {**ballot(agent, poll, "yyy"), "kept": "1"}
        reply = browser.post(poll.get_absolute_url(), sent, headers=headers)
        assert reply.status_code == HTTPStatus.UNAUTHORIZED
        assert reply.json()["error"]["code"] == "other_reader"
    assert not Participant.objects.exists()


# --- My answers ------------------------------------------------------------------------------


def test_my_answers_show_each_date_under_what_was_said(agent: Client, poll: Poll) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    page = agent.get("/sondages/mes-reponses/").content.decode()

    assert poll.title in page
    assert "<strong>Oui</strong> mardi 1er décembre" in page.replace("\u202f", " ")
    assert "<strong>Non</strong> samedi 5 décembre" in page


def test_my_answers_leave_out_what_is_no_longer_shared(
    agent: Client, poll: Poll, karim: User
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    Grant.objects.of(poll.ref).filter(person=karim).delete()
    page = agent.get("/sondages/mes-reponses/").content.decode()
    assert poll.title not in page
    assert "encore répondu" in page


def test_my_answers_take_few_queries(
    agent: Client, poll: Poll, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture that is called
        agent.get("/sondages/mes-reponses/")


def test_my_answers_are_for_those_who_signed_in(db: None) -> None:
    assert "/comptes/login/" in Client().get("/sondages/mes-reponses/")["Location"]
    assert Client().post("/sondages/mes-reponses/").status_code in {302, 405}


# --- Keeping the page of a poll --------------------------------------------------------------


def test_a_poll_is_kept_for_whoever_asked_and_never_with_a_key(agent: Client, poll: Poll) -> None:
    url = poll.get_absolute_url()
    assert "Trousse-Keep" not in agent.get(url)
    agent.cookies["trousse_offline"] = "on"
    assert agent.get(url)["Trousse-Keep"] == "1"
    assert "Trousse-Keep" not in agent.get(url, {"cle": "secret"})
    assert "Trousse-Keep" not in agent.get(f"{url}resultats")
    assert "no-store" in agent.get(url)["Cache-Control"]  # every other cache keeps out


def test_a_guest_keeps_nothing(guest: Client, poll: Poll) -> None:
    guest.cookies["trousse_offline"] = "on"
    answer = guest.get(poll.get_absolute_url())
    assert answer["Trousse-Reader"] == "nobody"
    assert "Trousse-Keep" not in answer
