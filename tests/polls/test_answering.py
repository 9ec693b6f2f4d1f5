"""Answering a poll, as a form without script does it and as the self-saving form does."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.polls.conftest import ballot, hidden_values, keys_of, link_token, newcomer
from trousse.accounts.current import KEYS_COOKIE, Visitor
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import adopt_guest
from trousse.core.models import Event, Stream
from trousse.core.outbox import publish
from trousse.core.tokens import hash_token
from trousse.services.polls import voting
from trousse.services.polls.access import access_poll, find_own_row
from trousse.services.polls.events import PollChanged
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.services.polls.operations import close_poll

JSON = {"headers": {"accept": "application/json"}}


def in_order(row: Participant) -> list[str]:
    """Return the answers in the order of the slots, which the database does not keep."""
    return [row.answers[slot.public_id] for slot in row.poll.slots.all()]


def test_a_guest_answers_without_account(guest: Client, poll: Poll) -> None:
    response = guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn"), follow=True)

    row = Participant.objects.get()
    page = response.content.decode()
    assert (row.name, row.user, in_order(row)) == ("Nadia", None, ["y", "m", "n"])
    assert "Enregistré à 10" in page
    assert "Nadia" in page
    assert f"{poll.get_absolute_url()}?cle={keys_of(guest)[0]}" in page


def test_a_guest_who_answers_gets_no_session(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn"), follow=True)

    assert not Session.objects.exists()
    assert "trousse_session" not in guest.cookies


def test_a_change_costs_at_most_eight_queries(
    guest: Client, poll: Poll, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn"))
    sent = ballot(guest, poll, "nmy")
    with django_assert_max_num_queries(10):  # and the two that bound the transaction
        guest.post(poll.get_absolute_url(), sent)

    assert in_order(Participant.objects.get()) == ["n", "m", "y"]


def test_the_guest_comes_back_and_changes(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn"))
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "nny", name="Nadia B."))

    row = Participant.objects.get()
    assert (row.name, in_order(row)) == ("Nadia B.", ["n", "n", "y"])


def test_the_personal_link_opens_the_row_elsewhere(guest: Client, poll: Poll) -> None:
    saved = guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"), **JSON).json()
    link = saved["personal_link"].removeprefix("http://testserver")
    elsewhere = Client()
    opened = elsewhere.get(link)
    elsewhere.post(poll.get_absolute_url(), ballot(elsewhere, poll, "n--"))

    assert opened.status_code == 200
    assert "Vos réponses" in opened.content.decode()
    assert list(Participant.objects.get().answers.values()) == ["n"]


def test_a_wrong_key_opens_nothing(poll: Poll) -> None:
    response = Client().get(f"{poll.get_absolute_url()}?cle={'0' * 32}")

    assert response.status_code == 404
    assert poll.title not in response.content.decode()


def test_the_key_of_a_guest_is_kept_as_a_hash_only(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))

    token, link = keys_of(guest)
    cookie = guest.cookies[KEYS_COOKIE]
    assert link == link_token(poll)
    assert Guest.objects.get(token_hash=hash_token(token)) == Participant.objects.get().guest
    assert token not in str(Guest.objects.values().get())
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_same_form_sent_twice_makes_one_row(poll: Poll) -> None:
    """The first reply is lost on the way: the browser has no cookie and sends again."""
    sent = ballot(newcomer(poll), poll, "ymn")
    first, second = newcomer(poll), newcomer(poll)
    first.post(poll.get_absolute_url(), sent)
    second.post(poll.get_absolute_url(), sent)

    assert Participant.objects.count() == 1
    assert Event.objects.filter(type="poll.voted").count() == 1
    assert keys_of(first) == keys_of(second)
    assert Guest.objects.count() == 1


def test_an_agent_has_one_row_under_their_own_name(agent: Client, poll: Poll, karim: User) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--", name="Quelqu'un d'autre"))
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "n--"))

    row = Participant.objects.get()
    assert (row.user, row.name, list(row.answers.values())) == (karim, "Karim Benali", ["n"])


def test_a_guest_who_becomes_an_agent_keeps_the_row(guest: Client, poll: Poll, karim: User) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    adopt_guest(Guest.objects.get(), karim)
    karims = Client()
    karims.force_login(karim)
    karims.post(poll.get_absolute_url(), ballot(karims, poll, "m--"))

    row = Participant.objects.get()
    assert (row.user, row.guest, list(row.answers.values())) == (karim, None, ["m"])
    assert row.name == "Karim Benali"


def test_an_agent_who_had_answered_as_a_guest_too_keeps_the_own_row(
    guest: Client, agent: Client, poll: Poll, karim: User
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "n--"))
    adopt_guest(Guest.objects.get(), karim)

    row = Participant.objects.get()
    assert (row.user, list(row.answers.values())) == (karim, ["n"])


def test_a_colleague_on_the_same_computer_does_not_take_the_guests_row(
    guest: Client, poll: Poll, karim: User
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    guest.force_login(karim)
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "m--"))

    assert sorted(Participant.objects.values_list("name", flat=True)) == ["Karim Benali", "Nadia"]


def test_one_guest_never_changes_another_ones_row(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    other = newcomer(poll)
    other.cookies[KEYS_COOKIE] = f"guess.{link_token(poll)}"
    other.post(poll.get_absolute_url(), ballot(other, poll, "n--", name="Sam"))

    assert sorted(Participant.objects.values_list("name", flat=True)) == ["Nadia", "Sam"]


def test_a_form_left_open_in_another_tab_does_not_overwrite(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    old_tab = ballot(guest, poll, "-m-")
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "n--"))
    refused = guest.post(poll.get_absolute_url(), old_tab)
    row = Participant.objects.get()
    page = refused.content.decode()

    assert refused.status_code == 409
    assert "autre fenêtre" in page
    assert list(row.answers.values()) == ["n"]
    second = poll.slots.all()[1]
    assert f'name="answer-{second.public_id}" value="m" checked' in page
    again = dict(old_tab, version=str(row.version))
    assert guest.post(poll.get_absolute_url(), again).status_code == 302
    assert list(Participant.objects.get().answers.values()) == ["m"]


def as_read(guest: Client, poll: Poll) -> tuple[Poll, Participant]:
    """Return the poll and the guest's row as a request reads them before it writes."""
    visitor = Visitor(keys=frozenset(map(hash_token, keys_of(guest))))
    found = access_poll(visitor, poll.public_id, for_="vote")
    own = find_own_row(found, visitor)
    assert own is not None
    return found, own


def changed(guest: Client, poll: Poll, version: int | None) -> voting.Ballot:
    sent = ballot(guest, poll, "nnn")
    answers = {slot.public_id: "m" for slot in poll.slots.all()}
    return voting.Ballot("Nadia", answers, sent["key"], sent["slots_hash"], version=version)


def test_a_row_changed_while_one_answers_is_not_overwritten(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyy"))
    found, own = as_read(guest, poll)
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "nnn"))

    with pytest.raises(voting.AnsweredElsewhere):
        voting.cast_vote(found, changed(guest, poll, version=1), own=own, user=None)
    assert in_order(Participant.objects.get()) == ["n", "n", "n"]
    found, own = as_read(guest, poll)
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyy"))
    saved = voting.cast_vote(found, changed(guest, poll, version=None), own=own, user=None)
    assert (saved.participant.version, in_order(Participant.objects.get())) == (4, ["m"] * 3)


def test_a_row_erased_while_one_answers_comes_back(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyy"))
    found, own = as_read(guest, poll)
    voting.withdraw_vote(found, own)
    voting.cast_vote(found, changed(guest, poll, version=1), own=own, user=None)

    assert in_order(Participant.objects.get()) == ["m", "m", "m"]


def test_a_form_made_for_other_dates_asks_again(guest: Client, poll: Poll) -> None:
    sent = ballot(guest, poll, "ymn")
    with transaction.atomic():  # nothing on screen adds dates yet; whatever does will tell it
        added = Slot.objects.create(poll=poll, day=poll.slots.all()[0].day + timedelta(days=9))
        publish(poll.ref, PollChanged())
    refused = guest.post(poll.get_absolute_url(), sent)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "dates proposées ont changé" in page
    assert added.public_id in page
    assert 'value="Nadia"' in page
    assert page.count(" checked") == 3
    assert not Participant.objects.exists()


def test_a_closed_poll_refuses_and_says_it(guest: Client, poll: Poll, lea: User) -> None:
    sent = ballot(guest, poll, "ymn")
    close_poll(poll, lea)
    refused = guest.post(poll.get_absolute_url(), sent)

    assert refused.status_code == 409
    assert "Rien n’a été enregistré" in refused.content.decode()
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "obligatoire"),
        ({"name": "x" * 81}, "80"),
        ({"name": "\u200b\u202e"}, "obligatoire"),
        ({"email": "pas une adresse"}, "valide"),
        ({"key": "court"}, "valide"),
        ({"version": "deux"}, "entier"),
    ],
)
def test_a_wrong_field_keeps_the_answers(
    guest: Client, poll: Poll, changes: dict[str, str], words: str
) -> None:
    refused = guest.post(poll.get_absolute_url(), ballot(guest, poll, "ymn", **changes))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert words in page
    assert page.count(" checked") == 3
    assert not Participant.objects.exists()


@pytest.mark.parametrize("value", ["z", "yes", "\u0000", "y\n", "🙂"])
def test_an_unknown_answer_is_refused(guest: Client, poll: Poll, value: str) -> None:
    slot = poll.slots.all()[0]
    sent = ballot(guest, poll, "-y-") | {f"answer-{slot.public_id}": value}

    assert guest.post(poll.get_absolute_url(), sent).status_code in {400, 422}
    assert not Participant.objects.exists()


def test_an_answer_to_a_foreign_slot_is_refused(guest: Client, poll: Poll) -> None:
    sent = ballot(guest, poll, "y--") | {"answer-AAAAAAAAAAAAAAAAAAAAAA": "y"}

    assert guest.post(poll.get_absolute_url(), sent).status_code == 422
    assert not Participant.objects.exists()


def test_no_answer_at_all_is_refused(guest: Client, poll: Poll) -> None:
    refused = guest.post(poll.get_absolute_url(), ballot(guest, poll, "---"))

    assert refused.status_code == 422
    assert "au moins une date" in refused.content.decode()


def test_the_self_saving_form_gets_words_and_a_version(guest: Client, poll: Poll) -> None:
    first = guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"), **JSON).json()
    second = guest.post(poll.get_absolute_url(), ballot(guest, poll, "yn-"), **JSON).json()

    assert first["message"].startswith("Enregistré à 10")
    assert (first["version"], second["version"]) == (1, 2)
    assert first["personal_link"].endswith(f"?cle={keys_of(guest)[0]}")


def test_the_self_saving_form_gets_errors_as_words(guest: Client, poll: Poll) -> None:
    refused = guest.post(poll.get_absolute_url(), ballot(guest, poll, "---"), **JSON)

    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "invalid_input"
    assert "au moins une date" in refused.json()["error"]["message"]


def test_saving_the_same_again_tells_nobody(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    before = Stream.objects.get(subject=str(poll.ref)).last_sequence
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))

    assert Stream.objects.get(subject=str(poll.ref)).last_sequence == before


def test_one_erases_ones_answers(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    page = guest.post(f"{poll.get_absolute_url()}retirer", follow=True).content.decode()

    assert "effacées" in page
    assert not Participant.objects.exists()
    assert Event.objects.filter(type="poll.voted").count() == 2


def test_erasing_without_answers_does_no_harm(guest: Client, poll: Poll) -> None:
    assert guest.post(f"{poll.get_absolute_url()}retirer").status_code == 302
    assert guest.get(f"{poll.get_absolute_url()}retirer").status_code == 405


def test_the_page_stays_out_of_search_engines_and_caches(guest: Client, poll: Poll) -> None:
    response = guest.get(poll.get_absolute_url())

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["", "resultats", "agenda.ics"])
def test_an_unknown_poll_is_missing(guest: Client, path: str) -> None:
    assert guest.get(f"/sondages/AAAAAAAAAAAAAAAAAAAAAA/{path}").status_code == 404


def test_a_vote_from_another_site_is_refused(poll: Poll) -> None:
    strict = Client(enforce_csrf_checks=True)
    sent = hidden_values(strict, poll)
    response = strict.post(
        poll.get_absolute_url(), sent, headers={"origin": "https://evil.example"}
    )

    assert response.status_code == 403
    assert not Participant.objects.exists()


def test_a_guest_cannot_fill_a_poll_with_rows(poll: Poll, clock: time_machine.Traveller) -> None:
    statuses = set()
    for number in range(202):
        sent = ballot(newcomer(poll), poll, "y--", name=f"Robot {number}")
        statuses.add(newcomer(poll).post(poll.get_absolute_url(), sent, **JSON).status_code)

    assert statuses == {200, 429}
    assert Participant.objects.count() == 200


def test_one_person_too_many_is_refused_and_nothing_is_written(
    poll: Poll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voting, "MOST_PARTICIPANTS", 2)
    late = newcomer(poll)
    sent = ballot(late, poll, "y--", name="Zoé")
    for name in ("Nadia", "Karim"):
        other = newcomer(poll)
        assert other.post(poll.get_absolute_url(), ballot(other, poll, "y--", name=name)).url
    told = Event.objects.count()
    refused = late.post(poll.get_absolute_url(), sent)

    assert refused.status_code == 409
    assert "Zoé" in refused.content.decode()
    assert set(Participant.objects.values_list("name", flat=True)) == {"Nadia", "Karim"}
    assert Event.objects.count() == told
