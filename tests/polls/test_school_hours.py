"""Polls propose the hours of the schools where their author works, and say whose they are."""

import re
from datetime import time
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.directory import EstablishmentFactory, academy_called, affiliated
from tests.polls.conftest import Poll
from tests.polls.test_creation import URL, form
from trousse.accounts.models import User
from trousse.directory.bells import Bell
from trousse.directory.models import Establishment
from trousse.directory.operations import set_bells
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

COLLEGE = (
    Bell("M1", time(8, 5), time(9)),
    Bell("M2", time(9, 5), time(10)),
    Bell("S1", time(13, 40), time(14, 35)),
)
LYCEE = (Bell("M1", time(7, 50), time(8, 45)), Bell("M5", time(12), time(12, 55)))
HOURS = re.compile(r'name="start" id="debut-\d+" value="(\d\d:\d\d)"')
DAYS = {"day": ["2026-12-01"], "start": [""], "end": [""]}


@pytest.fixture
def college(lea: User) -> Establishment:
    place = EstablishmentFactory.create(name="Collège Simone-Veil")
    affiliated(lea, place)
    set_bells(place, COLLEGE, by=lea)
    return place


@pytest.fixture
def lycee(lea: User, college: Establishment) -> Establishment:
    """Where Léa teaches too."""
    place = EstablishmentFactory.create(name="Lycée Aimé-Césaire")
    affiliated(lea, place, is_main=False)
    set_bells(place, LYCEE, by=lea)
    return place


def press(client: Client, url: str = URL, **fields: object) -> str:
    response = client.post(url, form(**{**DAYS, **fields}))
    assert response.status_code == 200, response.content.decode()
    return unescape(response.content.decode())


def whose(page: str) -> str:
    """Return the line that says whose hours are offered, in one space between words."""
    line = re.search(r'<p class="fr-hint-text t-bells">(.*?)</p>', page, re.DOTALL)
    assert line is not None
    return " ".join(re.sub(r"<[^>]*>", " ", line[1]).split())


def pressed(page: str) -> list[str]:
    """Return the schools whose button says that their hours are on show."""
    return re.findall(r'name="bells"[^>]*aria-pressed="true"[^>]*>([^<]*)<', page)


@pytest.mark.usefixtures("college")
def test_the_hours_are_those_of_ones_school(organiser: Client) -> None:
    page = unescape(organiser.get(URL).content.decode())
    assert whose(page) == "Horaires de la journée : Collège Simone-Veil, Rennes."
    assert 'title="08:05 – 09:00"' in page
    assert 'value="M4"' not in page

    chosen = press(organiser, bell=["S1", "M2"], same_hours="1")
    assert HOURS.findall(chosen) == ["09:05", "13:40"]


@pytest.mark.usefixtures("college")
@pytest.mark.parametrize(
    ("words", "start"), [("M2", "09:05"), ("l’après-midi", "13:40"), ("pause méridienne", "10:00")]
)
def test_sentences_read_them_too(organiser: Client, words: str, start: str) -> None:
    page = press(organiser, day=[""], sentence=f"le 1er décembre {words}", propose="1")
    assert HOURS.findall(page) == [start]


@pytest.mark.usefixtures("college")
def test_an_hour_that_the_school_does_not_have_is_refused(organiser: Client) -> None:
    page = press(organiser, sentence="le 1er décembre M4", propose="1")
    assert "n’est pas une heure de cours connue" in page


@pytest.mark.usefixtures("college")
def test_the_lunch_break_is_proposed_in_one_click(organiser: Client) -> None:
    page = press(organiser, bell=["midi"], same_hours="1")
    assert HOURS.findall(page) == ["10:00"]
    assert 'value="13:40"' in page


def test_somebody_who_works_nowhere_gets_usual_hours_and_is_told(organiser: Client) -> None:
    page = unescape(organiser.get(URL).content.decode())
    assert whose(page) == "Horaires usuels des établissements."
    assert 'title="08:00 – 08:55"' in page


@pytest.mark.parametrize(("function", "link"), [("enseignant", False), ("principal", True)])
def test_usual_hours_say_so_and_lead_those_who_may_to_their_own(
    organiser: Client, lea: User, function: str, link: bool
) -> None:
    place = EstablishmentFactory.create(name="Collège Anne-Frank")
    affiliated(lea, place, function)
    page = unescape(organiser.get(URL).content.decode())
    assert whose(page).startswith(
        "Horaires usuels : votre établissement (Collège Anne-Frank, Rennes) "
        "n’a pas encore indiqué les siens."
    )
    assert (f"/annuaire/etablissements/{place.uai}/horaires/modifier" in page) is link


def test_of_two_schools_one_chooses(organiser: Client, lycee: Establishment) -> None:
    first = press(organiser, bells="")
    assert whose(first).endswith("Collège Simone-Veil, Rennes.")
    assert pressed(first) == ["Collège Simone-Veil, Rennes"]

    page = press(organiser, bells=lycee.uai)
    assert whose(page).endswith("Lycée Aimé-Césaire, Rennes.")
    assert "Horaires proposés\u202f: Lycée Aimé-Césaire, Rennes." in page
    assert f'name="bells_of" value="{lycee.uai}"' in page
    assert 'value="2026-12-01"' in page  # the days chosen stay

    hours = press(organiser, bells_of=lycee.uai, bell=["M5"], same_hours="1")
    assert HOURS.findall(hours) == ["12:00"]
    said = press(organiser, bells_of=lycee.uai, sentence="le 3 décembre M1", propose="1")
    assert "07:50" in HOURS.findall(said)


@pytest.mark.parametrize("uai", ["x", "0000000Z", "'; --"])
@pytest.mark.usefixtures("college")
def test_hours_of_a_school_where_one_does_not_work_are_not_given(
    organiser: Client, uai: str
) -> None:
    elsewhere = EstablishmentFactory.create(name="Ailleurs", uai="0000000Z")
    set_bells(elsewhere, LYCEE, by=User.objects.get(email="lea@college.example"))
    page = press(organiser, bells=uai, bells_of=uai)
    assert "Ailleurs" not in page
    assert whose(page).endswith("Collège Simone-Veil, Rennes.")


def test_overseas_a_poll_starts_on_the_clock_of_the_school(organiser: Client, lea: User) -> None:
    affiliated(lea, overseas("la-reunion", "Collège du Tampon"))
    page = organiser.get(URL).content.decode()
    assert re.search(r'<option value="Indian/Reunion" selected', page)
    organiser.post(URL, form(time_zone="Indian/Reunion"))
    assert Poll.objects.get().time_zone == "Indian/Reunion"


def test_hours_of_another_clock_than_the_polls_are_not_proposed(
    organiser: Client, lea: User
) -> None:
    """8 h in Réunion is not 8 h in Paris: M1 would be a lie by three hours."""
    place = overseas("la-reunion", "Collège du Tampon")
    affiliated(lea, place)
    set_bells(place, COLLEGE, by=lea)

    page = press(organiser, time_zone="Europe/Paris", bell=["M1"], same_hours="1")
    assert "à son heure : La Réunion" in whose(page)
    assert "à une autre heure : France hexagonale et Corse" in whose(page)
    assert 'name="bell"' not in page
    assert HOURS.findall(page) == []

    said = press(organiser, time_zone="Europe/Paris", sentence="le 3 décembre M1", propose="1")
    assert said.count("Choisissez le même fuseau horaire") == 2
    plain = press(organiser, sentence="le 3 décembre 17 h", propose="1")
    assert HOURS.findall(plain) == ["17:00"]

    there = press(organiser, time_zone="Indian/Reunion", bell=["M1"], same_hours="1")
    assert HOURS.findall(there) == ["08:05"]


def overseas(slug: str, name: str) -> Establishment:
    return EstablishmentFactory.create(name=name, academy=academy_called(slug), department="974")


@pytest.mark.usefixtures("college")
def test_changing_dates_and_duplicating_propose_the_same_hours(
    organiser: Client, poll: Poll
) -> None:
    for verb in ("dates", "dupliquer"):
        page = unescape(organiser.get(f"{poll.get_absolute_url()}{verb}").content.decode())
        assert whose(page).endswith("Collège Simone-Veil, Rennes."), verb


@pytest.mark.usefixtures("college")
def test_another_organiser_is_offered_the_hours_of_their_own_school(
    poll: Poll, lea: User, karim: User
) -> None:
    place = EstablishmentFactory.create(name="Collège Anne-Frank")
    affiliated(karim, place, "cpe")
    grant_person(poll.ref, karim, Role.MANAGE, by=lea)
    browser = Client()
    browser.force_login(karim)
    page = unescape(browser.get(f"{poll.get_absolute_url()}dates").content.decode())
    assert "(Collège Anne-Frank, Rennes)" in whose(page)


@pytest.mark.usefixtures("lycee")
def test_they_cost_the_page_that_creates_a_poll_one_query(
    organiser: Client, lea: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Where one works was read for the days off already; the hours of all schools are one more."""
    organiser.get(URL)
    with django_assert_num_queries(5 + 1):
        organiser.get(URL)
