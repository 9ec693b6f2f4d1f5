"""Three known people, so that every test tells its story with the same names."""

import pytest
from django.test import Client

from tests.factories.people import UserFactory
from trousse.accounts.models import User


@pytest.fixture
def teacher(db: None) -> User:
    """Léa, who teaches and makes the things that tests are about."""
    return UserFactory.create(first_name="Léa", last_name="Martin", email="lea@example.org")


@pytest.fixture
def head(db: None) -> User:
    """Sophie, who directs the same school and is invited by Léa."""
    return UserFactory.create(first_name="Sophie", last_name="Lefèvre", email="sophie@example.org")


@pytest.fixture
def outsider(db: None) -> User:
    """Marc, from another school, who was not invited to anything."""
    return UserFactory.create(first_name="Marc", last_name="Petit", email="marc@example.org")


@pytest.fixture
def as_teacher(teacher: User) -> Client:
    return signed_in(teacher)


@pytest.fixture
def as_head(head: User) -> Client:
    return signed_in(head)


@pytest.fixture
def as_outsider(outsider: User) -> Client:
    return signed_in(outsider)


def signed_in(person: User) -> Client:
    """Return a browser without a window in which ``person`` is signed in."""
    client = Client()
    client.force_login(person)
    return client
