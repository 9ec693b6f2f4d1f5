"""A fixed day, and somebody who operates the instance."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.factories.offices import hold
from tests.factories.people import UserFactory
from tests.harness.people import signed_in
from trousse.accounts.models import User

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
