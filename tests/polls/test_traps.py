"""Traps into which tools that find dates fall: those that have no test beside their kin.

All of them, with their tests, are in docs/reference/date-polls.md.
"""

import gzip
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.harness.people import signed_in
from tests.polls.conftest import ballot, newcomer
from trousse.accounts.models import User
from trousse.core.personal_data import DataSubject
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll, decide_slot
from trousse.services.polls.personal_data import erase
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
MOST = 300
HEAVIEST_PAGE = 60_000
"""Bytes, compressed, of the page of 300 dates and 60 people: less than the fonts of the State."""


@pytest.fixture
def big(lea: User) -> Poll:
    """Three hundred hours on sixty days, answered by sixty people."""
    hours = (time(8), time(10), time(13), time(15), time(17))
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(MOST // len(hours))]
    slots = [SlotDraft(day, hour, hour.replace(minute=55)) for day in days for hour in hours]
    poll = create_poll(lea, PollDraft("Soutenances", slots, "Europe/Paris"), key="b" * 22)
    ids = list(poll.slots.values_list("public_id", flat=True))
    Participant.objects.bulk_create(
        Participant(
            poll=poll,
            name=f"Personne {n}",
            creation_key=f"k{n}",
            answers={slot: "ymn"[(n + place) % 3] for place, slot in enumerate(ids)},
        )
        for n in range(60)
    )
    return poll


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 2), (AUTUMN, 4)])
def test_the_night_when_clocks_change_has_its_real_length(day: date, hours: int) -> None:
    slot = Slot(day=day, start=time(1), end=time(4))
    start, end = slot.bounds(ZoneInfo("Europe/Paris"))
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_a_day_without_24_hours_is_one_day(day: date) -> None:
    assert Slot(day=day).bounds(ZoneInfo("Europe/Paris")) == (day, day + timedelta(days=1))


@pytest.mark.parametrize(
    ("zone", "hour", "place"),
    [
        ("Pacific/Noumea", 21, "Nouvelle-Calédonie"),
        ("America/Martinique", 12, "Martinique"),
        ("Indian/Reunion", 4, "La Réunion"),
    ],
)
def test_hours_overseas_stay_those_of_the_poll(lea: User, zone: str, hour: int, place: str) -> None:
    draft = PollDraft("Conseil", [SlotDraft(date(2026, 12, 1), time(8), time(9))], zone)
    poll = create_poll(lea, draft, key="z" * 22)
    page = newcomer(poll).get(poll.get_absolute_url()).content.decode()
    assert "mardi 1er décembre" in page
    assert f"heures de {place}" in page
    assert re.search(r"8\sh\s–\s9\sh", page), "as those who meet read their own clock"
    start, _end = poll.slots.get().bounds(ZoneInfo(zone))
    assert isinstance(start, datetime)
    assert start.astimezone(UTC).hour == hour


def test_three_hundred_dates_and_sixty_people_make_a_page_that_travels(
    big: Poll, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    guest = newcomer(big)
    with django_assert_max_num_queries(6):
        page = guest.get(big.get_absolute_url()).content
    assert page.count(b"<fieldset") == MOST
    assert len(gzip.compress(page)) < HEAVIEST_PAGE


def test_three_hundred_answers_are_saved_at_once(
    big: Poll, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    guest = newcomer(big)
    sent = ballot(guest, big, "ymn" * (MOST // 3))
    with django_assert_max_num_queries(12):
        assert guest.post(big.get_absolute_url(), sent).status_code == 302
    row = big.participants.get(name="Nadia")
    assert "".join(row.answers[slot.public_id] for slot in big.slots.all()) == "ymn" * 100
    page = guest.get(big.get_absolute_url()).content
    assert page.count(b" checked") == MOST


def test_a_poll_whose_organiser_may_no_longer_sign_in_goes_on(
    poll: Poll, lea: User, karim: User, guest: Client
) -> None:
    grant_person(poll.ref, karim, Role.MANAGE, by=lea)
    lea.is_active = False
    lea.save()
    reply = guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyn"))
    assert reply.status_code == 302
    slot = poll.slots.first()
    assert slot
    address = f"{poll.get_absolute_url()}decider"
    assert signed_in(karim).post(address, {"slot": slot.public_id}).status_code == 302
    poll.refresh_from_db()
    assert poll.decided_slot == slot


def test_erasing_the_organiser_hands_the_poll_to_whoever_is_responsible_too(
    poll: Poll, lea: User, karim: User, guest: Client
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "yyn"))
    grant_person(poll.ref, karim, Role.MANAGE, by=lea)
    erase(DataSubject(user=lea))
    poll.refresh_from_db()
    assert poll.organiser == karim
    assert poll.participants.count() == 1
    page = signed_in(karim).get(poll.get_absolute_url()).content.decode()
    assert "Proposé par Karim Benali" in page


def test_erasing_the_only_organiser_takes_the_poll_and_calls_its_date_off(
    poll: Poll, lea: User, karim: User
) -> None:
    grant_person(poll.ref, karim, Role.EDIT, by=lea)  # may change it, is not responsible for it
    slot = poll.slots.first()
    assert slot
    decide_slot(poll, slot, lea)
    erase(DataSubject(user=lea))
    assert not Poll.objects.exists()
    assert signed_in(karim).get(poll.get_absolute_url()).status_code == 404
