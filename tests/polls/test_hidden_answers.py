"""Who sees the answers of a poll, and when: on its page, in its live part, through the kit."""

import pytest
import time_machine
from django.test import Client

from tests.polls.conftest import ballot
from tests.polls.ruling import NOON, answered, page_of, results_of, ruled
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.kit.actions import Caller, call
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import close_poll, decide_slot
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role
from trousse_kit.actions import (
    CardAnswer,
    EmbedRequest,
    ExportAnswer,
    ExportRequest,
    SummaryAnswer,
    SummaryRequest,
)


def nothing_leaks(text: str) -> bool:
    return not any(word in text for word in ("Karim", "Convient", "Meilleure date", "t-matrix"))


@pytest.mark.parametrize("rule", ["answered", "closed"])
def test_hidden_answers_reach_no_stranger(guest: Client, poll: Poll, rule: str) -> None:
    ruled(poll, answers_shown=rule)
    answered(poll, "Karim", "yym")

    assert nothing_leaks(page_of(guest, poll))
    assert nothing_leaks(results_of(guest, poll))
    assert "1 personne" in results_of(guest, poll)


def test_answers_hidden_until_one_answers_show_then(guest: Client, poll: Poll) -> None:
    ruled(poll, answers_shown="answered")
    answered(poll, "Karim", "yym")
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyy"))

    assert "Karim" in results_of(guest, poll)
    guest.post(f"{poll.get_absolute_url()}retirer")
    assert nothing_leaks(results_of(guest, poll))


def test_answers_hidden_until_the_end_stay_hidden_from_those_who_answered(
    agent: Client, poll: Poll
) -> None:
    ruled(poll, answers_shown="closed")
    answered(poll, "Sam", "yym")
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "yyy"))

    assert "Sam" not in page_of(agent, poll)
    assert nothing_leaks(results_of(agent, poll))


@pytest.mark.parametrize("rule", ["answered", "closed"])
def test_the_organiser_sees_hidden_answers(organiser: Client, poll: Poll, rule: str) -> None:
    ruled(poll, answers_shown=rule)
    answered(poll, "Karim", "yym")

    assert "Karim" in results_of(organiser, poll)


@pytest.mark.parametrize("rule", ["answered", "closed"])
def test_hidden_answers_show_to_everybody_once_closed(
    guest: Client, poll: Poll, lea: User, rule: str
) -> None:
    ruled(poll, answers_shown=rule)
    answered(poll, "Karim", "yym")
    assert nothing_leaks(results_of(guest, poll))
    close_poll(poll, lea)

    assert "Karim" in results_of(guest, poll)


def test_hidden_answers_show_from_the_deadline_on_though_nothing_was_told(
    guest: Client, poll: Poll, clock: time_machine.Traveller
) -> None:
    ruled(poll, answers_shown="closed", deadline=NOON)
    answered(poll, "Karim", "yym")
    assert nothing_leaks(results_of(guest, poll))
    clock.move_to(NOON)

    assert "Karim" in results_of(guest, poll)


def test_what_one_may_see_is_not_kept_for_another(
    guest: Client, agent: Client, organiser: Client, poll: Poll
) -> None:
    """The results are kept between visits: once for each that may see as much."""
    ruled(poll, answers_shown="answered", names_shown=False)
    answered(poll, "Sam", "yym")
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "yyy"))
    seen = {
        name: (results_of(client, poll), results_of(client, poll))
        for name, client in [("organiser", organiser), ("agent", agent), ("guest", guest)]
    }

    assert all("Sam" in text for text in seen["organiser"])
    assert all("Sam" not in text and "Convient" in text for text in seen["agent"])
    assert all(nothing_leaks(text) for text in seen["guest"])


def test_counts_only_when_names_are_not_shown(
    guest: Client, organiser: Client, poll: Poll, lea: User
) -> None:
    ruled(poll, names_shown=False)
    answered(poll, "Karim", "myn")
    shown = results_of(guest, poll)

    assert "Karim" not in shown
    assert "t-matrix" not in shown
    assert "Convient à 1 personne sur 1\u202f; 1, si besoin." in shown
    assert "Karim" in results_of(organiser, poll)
    decide_slot(poll, poll.slots.all()[0], lea)
    assert "Karim" not in page_of(guest, poll)


@pytest.mark.parametrize(
    ("rules", "own_only"),
    [({"answers_shown": "closed"}, True), ({"names_shown": False}, True), ({}, False)],
)
def test_actions_of_the_kit_say_no_more_than_the_page(
    poll: Poll, karim: User, lea: User, rules: dict[str, object], own_only: bool
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    ruled(poll, **rules)
    answered(poll, "Sam", "mny")
    answered(poll, "Karim Benali", "yyy", user=karim)
    caller, ref = Caller(Visitor(karim)), str(poll.ref)
    summary = call("poll.read_summary", SummaryRequest(ref=ref), caller=caller, key="s")
    card = call("poll.embed", EmbedRequest(ref=ref), caller=caller, key="c")
    table = call("poll.export", ExportRequest(ref=ref, format="csv"), caller=caller, key="t")
    data = call("poll.export", ExportRequest(ref=ref, format="json"), caller=caller, key="j")

    assert isinstance(summary, SummaryAnswer)
    assert isinstance(card, CardAnswer)
    assert isinstance(table, ExportAnswer)
    assert isinstance(data, ExportAnswer)
    assert "Karim Benali" in table.text
    assert "Karim Benali" in data.text
    for text in (summary.sentence, *card.lines, table.text, data.text):
        assert not (own_only and "Sam" in text)
    if rules.get("answers_shown"):
        assert "masquées" in summary.sentence
    owner = Caller(Visitor(lea))
    whole = call("poll.export", ExportRequest(ref=ref, format="csv"), caller=owner, key="o")
    assert isinstance(whole, ExportAnswer)
    assert "Sam" in whole.text
