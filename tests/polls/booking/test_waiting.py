"""The waiting list: who waited longest is given the place at once, and may give it up."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.polls.booking.conftest import page_of, slots_of, take, taken, wait
from tests.polls.conftest import keys_of, newcomer
from trousse.accounts.models import User
from trousse.core.models import Mail
from trousse.services.polls.booking.organising import offer_slot
from trousse.services.polls.booking.places import Booking
from trousse.services.polls.models import Participant, Poll

CANCEL = "rendez-vous/annuler"


@pytest.fixture
def full(evening: Poll, family: Client) -> Poll:
    """All three are taken; ``family`` has the first."""
    take(family, evening, 0)
    for index, name in ((1, "Famille Petit"), (2, "Famille Roux")):
        take(newcomer(evening), evening, index, name=name)
    return evening


def waiting(poll: Poll, name: str, *indexes: int) -> Client:
    client = newcomer(poll)
    address = f"{name.lower()}@famille.example"
    assert wait(client, poll, *indexes, name=f"Famille {name}", email=address) == 302
    return client


def test_a_freed_place_goes_to_who_waited_longest(
    family: Client, full: Poll, clock: time_machine.Traveller
) -> None:
    first = waiting(full, "Blanc", 0, 1)
    clock.shift(timedelta(minutes=5))
    waiting(full, "Noir", 0)
    family.post(f"{full.get_absolute_url()}{CANCEL}")

    letter = Mail.objects.filter(to="blanc@famille.example").order_by("-pk")[0]
    assert taken(full)[0] == "Famille Blanc"
    assert [row.name for row in Booking(full).waiting] == ["Famille Noir"]
    assert "Une place s’est libérée pour vous" in letter.subject
    assert f"?cle={keys_of(first)[0]}" in letter.text
    assert b"METHOD:REQUEST" in bytes(letter.calendar or b"")
    assert "Votre rendez-vous" in page_of(first, full)


def test_given_up_it_goes_on_to_the_next(family: Client, full: Poll) -> None:
    first = waiting(full, "Blanc", 0)
    waiting(full, "Noir", 0)
    family.post(f"{full.get_absolute_url()}{CANCEL}")
    first.post(f"{full.get_absolute_url()}{CANCEL}")

    assert taken(full)[0] == "Famille Noir"
    assert not Booking(full).waiting


def test_a_place_that_nobody_waited_for_stays_free(family: Client, full: Poll) -> None:
    waiting(full, "Blanc", 1)
    family.post(f"{full.get_absolute_url()}{CANCEL}")

    assert taken(full)[0] == ""
    assert len(Booking(full).waiting) == 1


def test_moving_gives_the_old_place_on(family: Client, other: Client, evening: Poll) -> None:
    take(family, evening, 0)
    waiting(evening, "Blanc", 0)
    take(family, evening, 2)

    assert taken(evening) == ["Famille Blanc", "", "Famille Durand"]


def test_whoever_waits_may_take_a_free_one_and_waits_no_more(evening: Poll, family: Client) -> None:
    take(family, evening, 0)
    blanc = waiting(evening, "Blanc", 0)
    assert take(blanc, evening, 1, name="Famille Blanc", email="blanc@famille.example") == 302

    assert taken(evening) == ["Famille Durand", "Famille Blanc", ""]
    assert not Booking(evening).waiting


def test_who_waits_must_be_reachable(full: Poll) -> None:
    client = newcomer(full)

    assert wait(client, full, 0) == 422
    assert (
        "Donnez une adresse"
        in client.post(
            full.get_absolute_url(),
            {"act": "wait", "waits_for": slots_of(full)[0].public_id, "name": "N", "key": "k" * 22},
        ).content.decode()
    )
    assert len(Booking(full).rows) == 3


def test_an_account_waits_without_giving_an_address(
    karim: User, family: Client, full: Poll
) -> None:
    agent = newcomer(full)
    agent.force_login(karim)
    assert wait(agent, full, 0) == 302
    family.post(f"{full.get_absolute_url()}{CANCEL}")

    assert taken(full)[0] == "Karim Benali"


def test_one_waits_for_taken_times_only(evening: Poll, other: Client, full: Poll) -> None:
    assert wait(other, full, email="a@b.example") == 422


def test_a_time_that_came_free_meanwhile_is_to_be_taken(family: Client, full: Poll) -> None:
    blanc = newcomer(full)
    family.post(f"{full.get_absolute_url()}{CANCEL}")

    assert wait(blanc, full, 0, email="a@b.example") == 409


def test_who_has_one_does_not_wait(family: Client, full: Poll) -> None:
    assert wait(family, full, 1, email="durand@famille.example") == 409
    assert taken(full)[0] == "Famille Durand"


def test_waiting_twice_keeps_the_turn_and_one_line(
    family: Client, full: Poll, clock: time_machine.Traveller
) -> None:
    blanc = waiting(full, "Blanc", 1)
    clock.shift(timedelta(minutes=5))
    waiting(full, "Noir", 0, 1)
    wait(blanc, full, 0, 1, name="Famille Blanc", email="blanc@famille.example")
    family.post(f"{full.get_absolute_url()}{CANCEL}")

    assert taken(full)[0] == "Famille Blanc"


def test_leaving_the_list_erases_the_name(full: Poll) -> None:
    blanc = waiting(full, "Blanc", 0)
    blanc.post(f"{full.get_absolute_url()}{CANCEL}")

    assert not Participant.objects.filter(name="Famille Blanc").exists()


def test_nobody_is_given_a_place_too_near_to_refuse(
    lea: User, family: Client, full: Poll, clock: time_machine.Traveller
) -> None:
    waiting(full, "Blanc", 0)
    clock.move_to(datetime(2026, 12, 1, 8, tzinfo=UTC))
    Participant.objects.filter(name="Famille Durand").delete()
    slot = slots_of(full)[0]
    slot.is_offered = False
    slot.save()
    offer_slot(full, slot, lea)

    assert taken(full)[0] == ""


def test_those_who_wait_are_hidden_from_each_other(full: Poll, other: Client) -> None:
    waiting(full, "Blanc", 0)
    seen = page_of(other, full)

    assert "Tout est pris" in seen
    assert "Blanc" not in seen
