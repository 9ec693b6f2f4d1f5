"""A fixed day; somebody who operates the instance; three schools and who works there."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.factories.directory import EstablishmentFactory, academy_called, affiliated
from tests.factories.offices import hold
from tests.factories.people import UserFactory
from tests.harness.people import signed_in
from trousse.accounts.models import User
from trousse.directory.models import Establishment

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def operator(db: None) -> User:
    person = UserFactory.create(first_name="Olga", last_name="Roux", email="olga@example.org")
    hold(person, "operator")
    return person


@pytest.fixture
def as_operator(operator: User) -> Client:
    return signed_in(operator)


@pytest.fixture
def college(db: None) -> Establishment:
    return EstablishmentFactory.create(name="Collège Simone-Veil")


@pytest.fixture
def lycee(db: None) -> Establishment:
    return EstablishmentFactory.create(name="Lycée Aimé-Césaire", kind="lycée")


@pytest.fixture
def far_away(db: None) -> Establishment:
    return EstablishmentFactory.create(
        name="Collège Anne-Frank", city="Lille", department="059", academy=academy_called("lille")
    )


@pytest.fixture
def working_teacher(teacher: User, college: Establishment) -> User:
    """Léa, who teaches history at the collège."""
    affiliated(teacher, college, "enseignant", "histoire-geographie")
    return teacher
