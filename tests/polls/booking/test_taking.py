"""Taking an appointment as a family does, on a phone, without account and without script."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.polls.booking.conftest import (
    asking,
    offered,
    page_of,
    slots_of,
    take,
    taken,
    wish,
)
from tests.polls.conftest import keys_of, newcomer
from trousse.accounts.models import Guest, User
from trousse.agenda.models import Event
from trousse.agenda.queries import event_of
from trousse.core.models import AuditEntry, Mail
from trousse.core.models import Event as Fact
from trousse.core.refs import Ref
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import close_poll
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

ADDRESS = "durand@famille.example"


def letters() -> list[Mail]:
    return list(Mail.objects.filter(to=ADDRESS).order_by("pk"))


def test_a_family_takes_an_appointment_without_account(family: Client, evening: Poll) -> None:
    response = family.post(evening.get_absolute_url(), wish(family, evening, 1), follow=True)

    page = response.content.decode()
    assert taken(evening) == ["", "Famille Durand", ""]
    assert "C’est noté" in page
    assert "mardi 1er décembre" in page
    assert f"{evening.get_absolute_url()}?cle={keys_of(family)[0]}" in page


def test_nobody_else_sees_the_name(family: Client, other: Client, evening: Poll) -> None:
    take(family, evening, 1)
    seen = page_of(other, evening)

    assert "Durand" not in seen
    assert slots_of(evening)[1].public_id not in seen.partition("waits_for")[0]
    assert "Durand" not in str(other.get(f"{evening.get_absolute_url()}export.csv").content)
    assert other.get(f"{evening.get_absolute_url()}export.csv").status_code == 403
    assert other.get(f"{evening.get_absolute_url()}resultats").status_code == 404


def test_the_list_alone_is_for_those_who_organise(
    family: Client, organiser: Client, evening: Poll, karim: User, lea: User
) -> None:
    """Open pages ask for it again each time that somebody takes a time."""
    take(family, evening, 0)
    address = f"{evening.get_absolute_url()}resultats"
    page, part = page_of(organiser, evening), organiser.get(address).content.decode()
    assert part.lstrip().startswith("<section")
    assert "Famille Durand" in part
    assert f'data-src="{address}"' in page
    grant_person(evening.ref, karim, Role.TAKE_PART, by=lea)
    agent = Client()
    agent.force_login(karim)
    for client in (agent, family, Client()):
        assert client.get(address).status_code == 404
    assert "data-src" not in page_of(newcomer(evening), evening).partition("<main")[2]


def test_an_account_without_rights_on_the_evening_sees_no_name(
    karim: User, family: Client, evening: Poll
) -> None:
    take(family, evening, 1)
    agent = newcomer(evening)
    agent.force_login(karim)

    assert "Durand" not in page_of(agent, evening)
    assert agent.get(f"{evening.get_absolute_url()}export.csv").status_code == 403


def test_the_confirmation_carries_the_link_and_the_event(family: Client, evening: Poll) -> None:
    take(family, evening, 0, email=ADDRESS)

    [letter] = letters()
    assert "mardi 1er décembre" in letter.subject
    assert f"?cle={keys_of(family)[0]}" in letter.text
    assert b"METHOD:REQUEST" in bytes(letter.calendar)
    assert letter.reply_to == "lea@college.example"


def test_the_organiser_finds_it_in_the_agenda_without_a_letter(
    family: Client, evening: Poll, run_tasks: Callable[..., int]
) -> None:
    take(family, evening, 0)
    run_tasks()
    row = Participant.objects.get()
    event = event_of(Ref("appointment", row.public_id))

    assert event is not None
    assert event.title == "Famille Durand – Réunion 4e B"
    assert event.place == "Salle 12"
    assert not Mail.objects.exists()


def test_a_slot_that_is_gone_says_so_and_loses_nothing(
    family: Client, other: Client, evening: Poll
) -> None:
    sent = wish(other, evening, 1, name="Famille Petit", email="petit@famille.example")
    take(family, evening, 1)
    refused = other.post(evening.get_absolute_url(), sent)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "vient d’être pris" in page
    assert 'value="Famille Petit"' in page
    assert 'value="petit@famille.example"' in page
    nearest = page.partition("les plus proches")[2][:600]
    assert [slot.public_id in nearest for slot in slots_of(evening)] == [True, False, True]
    assert taken(evening) == ["", "Famille Durand", ""]


def test_the_same_form_sent_twice_takes_one(family: Client, evening: Poll) -> None:
    sent = wish(family, evening, 1)
    first, second = newcomer(evening), newcomer(evening)
    first.post(evening.get_absolute_url(), sent)
    second.post(evening.get_absolute_url(), sent)

    assert Participant.objects.count() == Guest.objects.count() == 1
    assert keys_of(first) == keys_of(second)
    assert Fact.objects.filter(type="poll.voted").count() == 1


def test_one_person_has_one_appointment(family: Client, evening: Poll) -> None:
    take(family, evening, 0)
    take(family, evening, 2)

    assert taken(evening) == ["", "", "Famille Durand"]


def test_the_same_address_is_told_so_and_receives_its_link_again(
    family: Client, other: Client, evening: Poll
) -> None:
    take(family, evening, 0, email=ADDRESS)
    again = other.post(evening.get_absolute_url(), wish(other, evening, 1, email=ADDRESS.upper()))

    assert again.status_code == 409
    assert "déjà pris avec cette adresse" in again.content.decode()
    assert taken(evening) == ["Famille Durand", "", ""]
    assert [f"?cle={keys_of(family)[0]}" in letter.text for letter in letters()] == [True, True]


def test_moving_keeps_one_event_of_the_same_identity(family: Client, evening: Poll) -> None:
    take(family, evening, 0, email=ADDRESS)
    take(family, evening, 2, email=ADDRESS)

    before, after = (bytes(letter.calendar).decode().replace("\r\n ", "") for letter in letters())
    uid = f"appointment-{Participant.objects.get().public_id}@"
    assert uid in before
    assert uid in after
    assert Event.objects.count() == 1
    assert Event.objects.get().starts_at == datetime(2026, 12, 1, 16, 20, tzinfo=UTC)
    assert "déplacé" in letters()[1].subject


def test_a_move_to_a_slot_that_is_gone_keeps_the_old_one(
    family: Client, other: Client, evening: Poll
) -> None:
    take(family, evening, 0)
    sent = wish(family, evening, 1)
    take(other, evening, 1, name="Famille Petit")

    assert family.post(evening.get_absolute_url(), sent).status_code == 409
    assert taken(evening) == ["Famille Durand", "Famille Petit", ""]


def test_cancelling_frees_the_slot_and_erases_the_name(family: Client, evening: Poll) -> None:
    take(family, evening, 0, email=ADDRESS)
    family.post(f"{evening.get_absolute_url()}rendez-vous/annuler")

    assert taken(evening) == ["", "", ""]
    assert not Participant.objects.exists()
    assert Event.objects.get().is_cancelled
    assert b"METHOD:CANCEL" in bytes(letters()[-1].calendar)
    assert AuditEntry.objects.filter(action="polls:poll:cancel_appointment").exists()
    assert take(family, evening, 1) == 302


def test_the_personal_link_cancels_from_another_device(family: Client, evening: Poll) -> None:
    take(family, evening, 0)
    elsewhere = Client()
    elsewhere.get(f"{evening.get_absolute_url()}?cle={keys_of(family)[0]}")
    elsewhere.post(f"{evening.get_absolute_url()}rendez-vous/annuler")

    assert taken(evening) == ["", "", ""]


def test_a_wrong_or_expired_link_opens_nothing(
    family: Client, evening: Poll, clock: time_machine.Traveller
) -> None:
    assert Client().get(f"{evening.get_absolute_url()}?cle={'0' * 32}").status_code == 404
    take(family, evening, 0)
    clock.shift(timedelta(days=60))
    assert family.get(evening.get_absolute_url(), follow=True).status_code in {404, 200}
    elsewhere = Client()
    link = f"{evening.get_absolute_url()}?cle={keys_of(family)[0]}"
    assert elsewhere.get(link).status_code == 404


@pytest.mark.parametrize(("hours_before", "status"), [(25, 302), (23, 409)])
def test_it_is_taken_until_the_notice_is_over(
    family: Client, evening: Poll, clock: time_machine.Traveller, hours_before: int, status: int
) -> None:
    sent = wish(family, evening, 0)
    clock.move_to(datetime(2026, 12, 1, 16, tzinfo=UTC) - timedelta(hours=hours_before))

    assert family.post(evening.get_absolute_url(), sent).status_code == status


def test_too_late_nobody_moves_or_cancels_alone(
    family: Client, evening: Poll, clock: time_machine.Traveller
) -> None:
    take(family, evening, 0)
    clock.move_to(datetime(2026, 12, 1, 8, tzinfo=UTC))

    cancelled = family.post(f"{evening.get_absolute_url()}rendez-vous/annuler")
    assert cancelled.status_code == 409
    assert taken(evening) == ["Famille Durand", "", ""]
    assert "Prévenez la personne" in page_of(family, evening)


def test_closed_appointments_are_not_taken(family: Client, lea: User, evening: Poll) -> None:
    sent = wish(family, evening, 0)
    close_poll(evening, lea)
    refused = family.post(evening.get_absolute_url(), sent)

    assert refused.status_code == 409
    assert "On ne prend plus de rendez-vous" in refused.content.decode()
    assert not Participant.objects.exists()


def test_a_blocked_slot_is_not_shown_nor_taken(family: Client, evening: Poll) -> None:
    sent = wish(family, evening, 0)
    slot = slots_of(evening)[0]
    slot.is_offered = False
    slot.save()

    assert slot.public_id not in page_of(family, evening)
    assert family.post(evening.get_absolute_url(), sent).status_code == 409


@pytest.mark.parametrize("slot", ["", "z" * 22])
def test_no_slot_or_an_unknown_one_takes_nothing(family: Client, evening: Poll, slot: str) -> None:
    sent = wish(family, evening, 0, slot=slot)

    refused = family.post(evening.get_absolute_url(), sent)
    assert refused.status_code == 422
    assert "Choisissez un rendez-vous" in refused.content.decode()


def test_a_name_is_needed(family: Client, evening: Poll) -> None:
    assert take(family, evening, 0, name=" ") == 422
    assert not Participant.objects.exists()


def test_a_question_asked_is_replied(lea: User) -> None:
    poll = asking(lea, "Prénom de l’élève")
    client = newcomer(poll)
    field = f"reply-{poll.questions.get().public_id}"

    assert take(client, poll, 0) == 422
    assert take(client, poll, 0, **{field: "Zoé D., 4e B"}) == 302
    assert list(Participant.objects.get().replies.values()) == ["Zoé D., 4e B"]


def test_several_share_a_visit(lea: User) -> None:
    poll = offered(lea, capacity=2)
    statuses = [take(newcomer(poll), poll, 0, name=f"Famille {n}") for n in range(3)]

    assert statuses == [302, 302, 409]


def test_an_agent_takes_one_under_their_name(karim: User, evening: Poll) -> None:
    agent = newcomer(evening)
    agent.force_login(karim)

    assert take(agent, evening, 0) == 302
    assert taken(evening) == ["Karim Benali", "", ""]
    assert Event.objects.get().attendances.count() == 2


def test_somebody_who_only_sees_takes_nothing(karim: User, evening: Poll) -> None:
    grant_person(evening.ref, karim, Role.VIEW, by=evening.organiser)
    client = Client()
    client.force_login(karim)

    assert client.post(evening.get_absolute_url(), {"slot": "x"}).status_code == 403
    assert client.post(f"{evening.get_absolute_url()}rendez-vous/annuler").status_code == 403


def test_the_appointment_goes_to_ones_own_calendar(
    family: Client, other: Client, evening: Poll
) -> None:
    take(family, evening, 0)
    address = f"{evening.get_absolute_url()}rendez-vous.ics"
    text = family.get(address).content.decode()

    assert "DTSTART;TZID=Europe/Paris:20261201T170000" in text
    assert "Durand" not in text
    assert other.get(address).status_code == 404


def test_the_page_costs_the_same_whoever_booked(
    lea: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    poll = offered(lea, capacity=30)
    for number in range(12):
        take(newcomer(poll), poll, 0, name=f"Famille {number}")
    family, organiser = newcomer(poll), Client()
    organiser.force_login(lea)
    with django_assert_max_num_queries(8):
        family.get(poll.get_absolute_url())
    organiser.get(poll.get_absolute_url())
    with django_assert_max_num_queries(11):
        organiser.get(poll.get_absolute_url())


def test_hours_are_those_of_the_zone_overseas(lea: User, clock: time_machine.Traveller) -> None:
    poll = offered(lea, time_zone="Indian/Reunion", notice_hours=0)
    family = newcomer(poll)
    sent = wish(family, poll, 0)
    clock.move_to(datetime(2026, 12, 1, 13, 1, tzinfo=UTC))  # 17:01 there, 14:01 in Paris

    assert family.post(poll.get_absolute_url(), sent).status_code == 409
    assert take(family, poll, 1) == 302
    assert Event.objects.get().starts_at == datetime(2026, 12, 1, 13, 10, tzinfo=UTC)


def test_pages_of_dates_are_no_appointments(guest: Client, organiser: Client, poll: Poll) -> None:
    assert guest.post(f"{poll.get_absolute_url()}rendez-vous/annuler").status_code == 404
    assert organiser.get(f"{poll.get_absolute_url()}rendez-vous/imprimer").status_code == 404
