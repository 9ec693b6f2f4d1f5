"""What the results say, and what reading them costs."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tests.harness.people import signed_in
from tests.polls.conftest import ballot, link_token, newcomer
from trousse.accounts.current import KEYS_COOKIE, Visitor
from trousse.accounts.models import User
from trousse.core.clock import now
from trousse.core.tokens import hash_token
from trousse.services.polls.access import access_poll
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll, decide_slot
from trousse.services.polls.presentation import shared_part
from trousse.services.polls.queries import read_poll_page
from trousse.services.polls.retention import delete_expired_polls
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role


def row(poll: Poll, name: str, letters: str, user: User | None = None) -> Participant:
    answers = {
        slot.public_id: letter for slot, letter in zip(poll.slots.all(), letters, strict=True)
    }
    return Participant.objects.create(
        poll=poll, name=name, user=user, creation_key=name, answers=answers
    )


def test_the_best_date_is_said_in_a_sentence(guest: Client, poll: Poll) -> None:
    row(poll, "Nadia", "yyn")
    row(poll, "Karim", "mnn")
    row(poll, "Sam", "yyy")
    page = guest.get(poll.get_absolute_url()).content.decode()

    assert "Le mardi 1er décembre de 17\u00a0h à 18\u00a0h convient à 3 personnes sur 3" in page
    assert "sur 3\u202f; Karim, si besoin." in page
    assert page.count("Meilleure date") == 1
    assert "Convient à 2 personnes sur 3." in page
    assert "Convient à 1 personne sur 3." in page


def test_equal_dates_are_said_equal(guest: Client, poll: Poll) -> None:
    row(poll, "Nadia", "yyn")
    page = guest.get(poll.get_absolute_url()).content.decode()

    assert page.count("Parmi les meilleures") == 2


def test_no_date_is_best_when_nobody_can(guest: Client, poll: Poll) -> None:
    row(poll, "Nadia", "nnn")
    page = guest.get(poll.get_absolute_url()).content.decode()

    assert "Meilleure date" not in page
    assert page.count("Ne convient à personne.") == 3


def test_hostile_names_are_shown_as_texts(guest: Client, poll: Poll) -> None:
    row(poll, "<img src=x onerror=alert(1)>", "mmm")
    page = guest.get(poll.get_absolute_url()).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_addresses_are_never_shown(guest: Client, organiser: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--", email="nadia@example.org"))

    for client in (newcomer(poll), organiser):
        page = client.get(poll.get_absolute_url()).content.decode()
        assert "nadia@example.org" not in page
        assert "lea@college.example" not in page


def test_the_table_follows_every_change(guest: Client, poll: Poll) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    before = newcomer(poll).get(poll.get_absolute_url()).content.decode()
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "n--", name="Nadia B."))
    after = newcomer(poll).get(poll.get_absolute_url()).content.decode()

    assert ">Nadia</th>" in before
    assert ">Nadia B.</th>" in after
    assert "t-matrix__y" not in after


def test_the_fragment_is_the_part_of_the_page(guest: Client, poll: Poll) -> None:
    row(poll, "Nadia", "yyn")
    part = guest.get(f"{poll.get_absolute_url()}resultats").content.decode().strip()
    page = guest.get(poll.get_absolute_url()).content.decode()

    assert part.startswith("<section")
    assert part in page


@pytest.fixture
def full_poll(lea: User) -> Poll:
    draft = PollDraft(
        "Grand sondage", [SlotDraft(date(2026, 12, day)) for day in range(1, 11)], "Europe/Paris"
    )
    poll = create_poll(lea, draft, key="f" * 22)
    for number in range(30):
        row(poll, f"Personne {number}", "ymnymnymny")
    return poll


def test_a_guest_page_costs_at_most_six_queries(
    full_poll: Poll, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reader = newcomer(full_poll)
    with django_assert_max_num_queries(6):
        assert reader.get(full_poll.get_absolute_url()).status_code == 200


def test_a_signed_in_page_costs_at_most_nine_queries(
    organiser: Client, full_poll: Poll, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    organiser.get(full_poll.get_absolute_url())  # keeps that it was opened, and where it belongs
    with django_assert_max_num_queries(9):
        assert organiser.get(full_poll.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", [Role.MANAGE, Role.TAKE_PART])
def test_a_signed_in_page_costs_as_few_after_a_vote(
    full_poll: Poll,
    lea: User,
    karim: User,
    role: Role,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """Nothing of the page is kept then: every row is read, the visitor's own among them."""
    grant_person(full_poll.ref, karim, role, by=lea)
    agent, guest = signed_in(karim), newcomer(full_poll)
    agent.get(full_poll.get_absolute_url())
    row(full_poll, "Karim Benali", "y" * 10, user=karim)
    guest.post(full_poll.get_absolute_url(), ballot(guest, full_poll, "y" * 10))
    with django_assert_max_num_queries(9 if role == Role.MANAGE else 7):
        page = agent.get(full_poll.get_absolute_url()).content.decode()
    assert page.count(" checked") == 10


def test_a_page_that_nothing_changed_reads_no_answers(
    full_poll: Poll, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = newcomer(full_poll)
    first = reader.get(full_poll.get_absolute_url()).content.decode()
    with django_assert_num_queries(2):  # the poll, the visitor's rights
        second = reader.get(full_poll.get_absolute_url()).content.decode()

    assert "Personne 29" in first
    assert "Personne 29" in second


@pytest.mark.parametrize("organiser_first", [True, False])
def test_the_buttons_of_the_organiser_are_kept_for_nobody_else(
    organiser: Client,
    agent: Client,
    guest: Client,
    full_poll: Poll,
    organiser_first: bool,  # a parameter of the test
) -> None:
    for visitor in (guest, agent):
        visitor.cookies[KEYS_COOKIE] = link_token(full_poll)
    visitors = [organiser, guest, agent] if organiser_first else [guest, agent, organiser]
    pages = {
        visitor: visitor.get(full_poll.get_absolute_url()).content.decode() for visitor in visitors
    }

    assert {visitor: page.count('form="choisir"') for visitor, page in pages.items()} == {
        organiser: 10,
        guest: 0,
        agent: 0,
    }


def test_a_page_read_before_a_decision_is_not_kept_as_what_follows_it(
    guest: Client, poll: Poll, lea: User
) -> None:
    """A slow visitor reads the poll, the organiser decides, then the visitor's page is made."""
    visitor = Visitor(keys=frozenset({hash_token(link_token(poll))}))
    slow = access_poll(visitor, poll.public_id, for_="view")
    decide_slot(poll, poll.slots.all()[0], lea)
    with translation.override("fr"):
        shared_part(read_poll_page(slow, visitor))

    assert "Date choisie" in guest.get(poll.get_absolute_url()).content.decode()


def test_the_organiser_chooses_with_a_button_of_the_results(
    organiser: Client, full_poll: Poll
) -> None:
    page = organiser.get(full_poll.get_absolute_url()).content.decode()
    button = re.search(r'form="choisir" name="slot" value="([^"]+)"', page)
    assert button
    assert f'action="{full_poll.get_absolute_url()}decider" id="choisir"' in page

    organiser.post(f"{full_poll.get_absolute_url()}decider", {"slot": button[1]})

    full_poll.refresh_from_db()
    assert full_poll.decided_slot
    assert full_poll.decided_slot.public_id == button[1]


def test_english_is_complete_and_hours_are_written_its_way(poll: Poll) -> None:
    page = (
        newcomer(poll)
        .get(poll.get_absolute_url(), headers={"accept-language": "en"})
        .content.decode()
    )

    assert "Tuesday 1 December" in page
    assert "17:00" in page
    assert "hours of Paris" in page


def test_the_list_shows_what_one_organises_and_answered(
    organiser: Client, agent: Client, poll: Poll
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))

    assert "organisé par vous" in organiser.get("/sondages/").content.decode()
    assert "organisé par Léa Martin" in agent.get("/sondages/").content.decode()
    assert Client().get("/sondages/").status_code == 302


def test_an_expired_poll_goes_without_cancelling(poll: Poll) -> None:
    Poll.objects.update(expires_on=now().date())
    delete_expired_polls()
    assert Poll.objects.exists()

    Poll.objects.update(expires_on=date(2026, 11, 22))
    delete_expired_polls()
    assert Poll.objects.exists()  # its organiser was not told

    Poll.objects.update(deletion_told_at=now() - timedelta(days=14))
    delete_expired_polls()
    assert not Poll.objects.exists()
