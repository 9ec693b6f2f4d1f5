"""Personal links asked for again, and one address that answers twice."""

import re
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.polls.conftest import ballot, newcomer
from trousse.accounts.models import User
from trousse.core.models import Mail
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import PollDraft, create_poll
from trousse.services.polls.proposing.slots import SlotDraft

FIND = "/sondages/mon-lien"
NADIA = "nadia@mairie.example"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def answered(poll: Poll) -> Poll:
    guest = newcomer(poll)
    sent = ballot(guest, poll, "yn-", name="Nadia Roy", email=NADIA)
    assert guest.post(poll.get_absolute_url(), sent).status_code == 302
    Mail.objects.all().delete()
    return poll


def letters() -> list[Mail]:
    return list(Mail.objects.filter(to=NADIA).order_by("pk"))


@pytest.mark.parametrize("typed", [NADIA, "NADIA@Mairie.Example", f"  {NADIA} "])
def test_the_link_leaves_for_the_address_and_leads_to_the_answers(
    answered: Poll, typed: str
) -> None:
    page = Client().post(FIND, {"email": typed}).content.decode()
    assert "vient de lui être envoyé" in page
    (letter,) = letters()
    link = re.search(rf"https?://[^/]+({answered.get_absolute_url()}\?cle=\S+)", letter.text)
    assert link
    assert link[1] not in page
    back = Client().get(link[1], follow=True).content.decode()
    assert 'value="Nadia Roy"' in back


def test_the_page_says_the_same_of_an_address_that_nobody_gave(answered: Poll) -> None:
    known = Client().post(FIND, {"email": NADIA}).content.decode()
    unknown = Client().post(FIND, {"email": "nobody@mairie.example"}).content.decode()
    strip = re.compile(r'value="[^"]*"|nonce="[^"]*"')
    assert strip.sub("", known) == strip.sub("", unknown)
    assert not Mail.objects.filter(to="nobody@mairie.example").exists()


def test_asked_again_within_the_hour_no_other_letter_leaves(
    answered: Poll, clock: time_machine.Traveller
) -> None:
    for _ in range(3):
        Client().post(FIND, {"email": NADIA})
    assert len(letters()) == 1
    clock.shift(3700)
    Client().post(FIND, {"email": NADIA})
    assert len(letters()) == 2


def test_asking_without_end_is_refused_and_keeps_what_was_typed(answered: Poll) -> None:
    client = Client()
    for _ in range(30):
        client.post(FIND, {"email": "nobody@mairie.example"})
    answer = client.post(FIND, {"email": NADIA})
    assert answer.status_code == 429
    assert NADIA in answer.content.decode()
    assert letters() == []


@pytest.mark.parametrize("typed", ["", "nadia", "nadia@", "a" * 300 + "@x.example"])
def test_what_is_no_address_is_explained(typed: str, db: None) -> None:
    assert Client().post(FIND, {"email": typed}).status_code == 422


def test_an_account_signs_in_and_gets_no_key(poll: Poll, lea: User) -> None:
    Client().post(FIND, {"email": lea.email})
    assert not Mail.objects.filter(to=lea.email).exists()


def test_a_poll_that_is_gone_sends_nothing(answered: Poll) -> None:
    answered.delete()
    Client().post(FIND, {"email": NADIA})
    assert letters() == []


@pytest.mark.parametrize("typed", [NADIA, "Nadia@MAIRIE.example"])
def test_an_address_answers_once(answered: Poll, typed: str) -> None:
    stranger = newcomer(answered)
    sent = ballot(stranger, answered, "nny", name="N. Roy", email=typed)
    answer = stranger.post(answered.get_absolute_url(), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "déjà répondu avec cette adresse" in page
    assert 'value="N. Roy"' in page
    assert re.findall(r'value="([ymn])" checked', page) == ["n", "n", "y"]
    assert answered.participants.count() == 1
    assert answered.participants.get().name == "Nadia Roy"
    assert len(letters()) == 1


def test_the_same_form_sent_twice_is_no_second_answer(poll: Poll) -> None:
    guest = newcomer(poll)
    sent = ballot(guest, poll, "yn-", name="Nadia Roy", email=NADIA)
    for _ in range(2):
        assert guest.post(poll.get_absolute_url(), sent).status_code == 302
    assert poll.participants.count() == 1


def test_an_address_may_answer_two_polls(answered: Poll, lea: User) -> None:
    draft = PollDraft("Sortie", [SlotDraft(date(2026, 12, 8))], "Europe/Paris")
    other = create_poll(lea, draft, key="o" * 22)
    guest = newcomer(other)
    sent = ballot(guest, other, "y", name="Nadia Roy", email=NADIA)
    assert guest.post(other.get_absolute_url(), sent).status_code == 302
    Mail.objects.all().delete()
    Client().post(FIND, {"email": NADIA})
    (letter,) = letters()
    assert letter.text.index("Sortie") < letter.text.index("Conseil pédagogique")
