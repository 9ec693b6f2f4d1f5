"""The invented directory of a demo instance."""

import re

import pytest
from django.core.management import call_command
from django.db.models import Count
from pytest_django import Settings

from trousse.accounts.models import User
from trousse.directory.demo.agents import DOMAIN
from trousse.directory.demo.places import uai
from trousse.directory.models import (
    Affiliation,
    Establishment,
    PersonKey,
    SchoolClass,
    Teaching,
)
from trousse.directory.queries import main_establishment, person_cards, search_people


@pytest.fixture
def demo(settings: Settings, db: None) -> None:
    settings.DEMO = True
    call_command("fill_demo", verbosity=0)


def counts() -> dict[str, int]:
    models = (User, Establishment, Affiliation, PersonKey, SchoolClass, Teaching)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize(
    ("department", "number", "expected"),
    [("075", 655, "0750655E"), ("075", 656, "0750656F")],
)
def test_a_uai_ends_with_its_check_letter(department: str, number: int, expected: str) -> None:
    """0750655E is the lycée Louis-le-Grand, in Paris."""
    assert uai(department, number) == expected


@pytest.mark.usefixtures("demo")
def test_filling_again_adds_nothing_and_brings_back_what_was_deleted() -> None:
    before = counts()
    agent = User.objects.filter(email__endswith=DOMAIN).order_by("pk")[100]
    name, place = agent.full_name, main_establishment(agent)
    agent.delete()
    call_command("fill_demo", verbosity=0)
    assert counts() == before
    again = User.objects.get(email=agent.email)
    assert (again.full_name, main_establishment(again)) == (name, place)
    asker = User.objects.get(email__startswith="lea.martin@demo")
    assert name in [card.name for card in search_people(asker, name, limit=50).people]


@pytest.mark.usefixtures("demo")
def test_a_demo_instance_has_a_believable_country() -> None:
    """One filling for all these: it is five thousand people."""
    check_the_numbers()
    check_the_establishments()
    check_that_nobody_can_be_an_agent()
    check_the_twelve()
    check_the_classes()
    check_the_search()


def check_the_numbers() -> None:
    found = counts()
    assert (found["User"], found["Establishment"]) == (5000, 400)
    academies = Establishment.objects.values("academy").annotate(schools=Count("pk")).order_by()
    assert len(academies) == 30
    assert min(row["schools"] for row in academies) >= 10


def check_the_establishments() -> None:
    places = list(Establishment.objects.select_related("academy"))
    assert len({(place.name, place.city) for place in places}) == 400
    for place in places:
        assert re.fullmatch(r"\d{7}[A-HJ-NPR-Z]", place.uai)
        assert place.uai == uai(place.uai[:3], int(place.uai[3:7]))
    heads = Affiliation.objects.filter(function__code__in=["principal", "proviseur"])
    most = heads.values("establishment").annotate(heads=Count("pk")).order_by("-heads").first()
    assert most is not None
    assert most["heads"] == 1


def check_that_nobody_can_be_an_agent() -> None:
    agents = User.objects.filter(email__endswith=DOMAIN)
    assert not agents.filter(is_demo=True).exists()
    assert not any(agent.has_usable_password() for agent in agents)


def check_the_twelve() -> None:
    twelve = list(User.objects.filter(is_demo=True).select_related("demo_profile"))
    cards = person_cards(twelve)
    for person in twelve:
        assert cards[person.pk].place == person.demo_profile.workplace
        assert cards[person.pk].function
        place = main_establishment(person)
        assert place is not None
        assert place.academy.slug == "rennes"


def check_the_classes() -> None:
    classes = SchoolClass.objects.annotate(teachers=Count("teachings"))
    assert {one.name for one in classes} >= {"5e B", "2de 4"}
    assert all(one.teachers >= 9 for one in classes)
    assert Teaching.objects.filter(is_main_teacher=True).count() == classes.count()
    assert Teaching.objects.filter(user__email__startswith="lea.martin@demo").exists()
    assert {one.year for one in classes} == {2026}


def check_the_search() -> None:
    asker = User.objects.get(email__startswith="lea.martin@demo")
    found = search_people(asker, "hoarou")
    assert found.did_you_mean == "hoarau"
    assert "Jean-Baptiste Hoarau" in [card.name for card in found.people]
