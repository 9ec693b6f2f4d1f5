"""Offering appointments: hours cut into slots, seen before they exist, and shared."""

from datetime import date, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.polls.booking.conftest import TUESDAY, offered, slots_of, take
from tests.polls.conftest import newcomer
from trousse.accounts.models import User
from trousse.services.polls.booking.making import Opening, Rhythm, make_appointments
from trousse.services.polls.models import Poll
from trousse.sharing.queries import link_token
from trousse.sharing.roles import Role

ADDRESS = "/sondages/rendez-vous"
PARIS = ZoneInfo("Europe/Paris")
HOURS = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))


def form(**changes: object) -> dict[str, object]:
    start = {
        "title": "Réunion parents-professeurs",
        "day": ["2026-12-01", ""],
        "start": ["17:00", ""],
        "end": ["21:00", ""],
        "length": "10",
        "pause": "0",
        "rest_from": "",
        "rest_until": "",
        "capacity": "1",
        "notice_hours": "24",
        "time_zone": "Europe/Paris",
        "has_link": "on",
        "key": "f" * 22,
    }
    return start | changes


def test_four_hours_make_twenty_four_appointments(organiser: Client) -> None:
    response = organiser.post(ADDRESS, form(place="Salle 12", asks_pupil="on"), follow=True)

    poll = Poll.objects.get()
    page = response.content.decode()
    assert (poll.kind, poll.slots.count(), poll.reminds, poll.may_comment) == (
        "booking",
        24,
        False,
        False,
    )
    assert {slot.capacity for slot in slots_of(poll)} == {1}
    assert poll.expires_on == date(2026, 12, 31)
    assert poll.questions.get().text.startswith("Prénom de l’élève")
    assert "Vos rendez-vous sont prêts" in page
    assert link_token(poll.ref, Role.TAKE_PART) in page


def test_the_appointments_are_seen_before_they_exist(organiser: Client) -> None:
    page = organiser.post(ADDRESS, form(preview="1", title="")).content.decode()

    assert "<strong>24 rendez-vous</strong>" in page
    assert "20\u00a0h\u00a050" in page
    assert "aria-invalid" not in page
    assert not Poll.objects.exists()


def test_a_break_and_pauses_are_kept_free(organiser: Client) -> None:
    organiser.post(
        ADDRESS, form(pause="5", rest_from="18:00", rest_until="18:30", end=["19:00", ""])
    )

    begins = [f"{slot.start:%H:%M}" for slot in slots_of(Poll.objects.get())]
    assert begins == ["17:00", "17:15", "17:30", "17:45", "18:30", "18:45"]


def test_a_second_day_takes_the_hours_of_the_first(organiser: Client) -> None:
    organiser.post(ADDRESS, form(day=["2026-12-01", "2026-12-03"], length="60"))

    days = [slot.day.day for slot in slots_of(Poll.objects.get()) if slot.day]
    assert days == [1, 1, 1, 1, 3, 3, 3, 3]


def test_the_same_form_sent_twice_makes_one(organiser: Client) -> None:
    organiser.post(ADDRESS, form())
    organiser.post(ADDRESS, form())

    assert Poll.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": ["", ""]}, "Choisissez au moins un jour"),
        ({"day": ["2026-11-01", ""]}, "passé"),
        ({"end": ["16:00", ""]}, "La fin"),
        ({"end": ["17:05", ""]}, "Aucun rendez-vous ne tient"),
        ({"rest_from": "18:00"}, "les deux heures de la pause"),
        ({"length": "0"}, "supérieure ou égale à 5"),
        ({"title": ""}, "obligatoire"),
        ({"day": ["2026-12-01"] * 1 + [f"2026-12-{day:02}" for day in range(2, 28)]}, "au plus"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    organiser: Client, changes: dict[str, object], words: str
) -> None:
    response = organiser.post(ADDRESS, form(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Poll.objects.exists()


def test_a_day_is_added_without_script(organiser: Client) -> None:
    page = organiser.post(ADDRESS, form(add_rows="1")).content.decode()

    assert page.count('name="day"') == 3
    assert 'value="Réunion parents-professeurs"' in page


def test_nobody_offers_appointments_without_account(db: None) -> None:
    assert Client().get(ADDRESS).status_code == 302
    assert Client().post(ADDRESS, form()).status_code == 302
    assert not Poll.objects.exists()


def test_more_are_added_beside_those_that_exist(
    organiser: Client, lea: User, evening: Poll
) -> None:
    take(newcomer(evening), evening, 0)
    address = f"{evening.get_absolute_url()}rendez-vous/ajouter"
    organiser.post(address, form(start=["17:00", ""], end=["17:50", ""]))

    begins = [f"{slot.start:%H:%M}" for slot in slots_of(evening)]
    assert begins == ["17:00", "17:10", "17:20", "17:30", "17:40"]
    assert organiser.post(address, form(start=["17:00", ""], end=["17:50", ""])).status_code == 422


def test_texts_change_and_the_hours_stay(organiser: Client, evening: Poll) -> None:
    address = f"{evening.get_absolute_url()}rendez-vous/modifier"
    sent = {"title": "Autre titre", "place": "", "has_visio": "on", "notice_hours": "2"}
    assert organiser.post(address, {**sent, "description": ""}).status_code == 302

    evening.refresh_from_db()
    assert (evening.title, evening.has_visio, evening.notice_hours) == ("Autre titre", True, 2)
    assert organiser.post(address, {**sent, "title": "", "description": ""}).status_code == 422


def test_they_are_listed_with_other_polls(organiser: Client, lea: User) -> None:
    offered(lea)

    assert "Réunion 4e B" in organiser.get("/sondages/").content.decode()


@given(
    start=HOURS,
    end=HOURS,
    length=st.integers(5, 240),
    pause=st.integers(0, 60),
    rest=st.none() | st.tuples(HOURS, HOURS).filter(lambda pair: pair[0] < pair[1]),
)
def test_appointments_never_overlap_nor_leave_their_hours(
    start: time, end: time, length: int, pause: int, rest: tuple[time, time] | None
) -> None:
    made = make_appointments([Opening(TUESDAY, start, end)], Rhythm(length, pause, rest), PARIS)

    pairs = [(one.start, one.end) for one in made if one.start and one.end]
    assert len(pairs) == len(made)
    assert all(start <= first < last <= end for first, last in pairs)
    assert all(one[1] <= other[0] for one, other in pairwise(pairs))
    if rest:
        assert not any(first < rest[1] and rest[0] < last for first, last in pairs)


def test_hours_given_twice_make_each_appointment_once() -> None:
    openings = [Opening(TUESDAY, time(17), time(18)), Opening(TUESDAY, time(17, 5), time(18))]
    made = make_appointments(openings, Rhythm(10), PARIS)

    assert [f"{one.start:%M}" for one in made] == ["00", "10", "20", "30", "40", "50"]


def test_the_hour_that_the_clock_skips_is_left_out() -> None:
    night = Opening(date(2027, 3, 28), time(1), time(4))

    assert [one.start for one in make_appointments([night], Rhythm(60), PARIS)] == [time(3)]
