"""People and browsers of the tests of accounts."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from trousse.accounts.models import User
from trousse.accounts.operations import create_person
from trousse.core.models import Mail

PASSWORD = "une-phrase-de-passe"
EMAIL = "lea.martin@college.example"
CODE = re.compile(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _no_former_attempt() -> None:
    """Rate limits and cached sessions of another test must not count."""
    cache.clear()


@pytest.fixture
def lea(db: None) -> User:
    """A teacher with a verified address and a password."""
    return create_person(EMAIL, PASSWORD, first_name="Léa", last_name="Martin")


@pytest.fixture
def as_lea(lea: User, client: Client) -> Client:
    """Léa's browser, signed in just now through the page."""
    answer = sign_in(client)
    assert answer.status_code == 302
    return client


@pytest.fixture
def as_sure_lea(as_lea: Client) -> Client:
    """Léa's browser after she confirmed, a moment ago, that it is she."""
    as_lea.post("/comptes/reauthenticate/", {"password": PASSWORD})
    return as_lea


@pytest.fixture
def last_code(mailbox: Callable[[], list[Mail]]) -> Callable[[], str]:
    """Return a function that reads the code of the newest letter."""

    def read() -> str:
        found = CODE.search(mailbox()[-1].text)
        assert found, mailbox()[-1].text
        return found[0]

    return read


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]  # noqa: ANN201  # Django's test response
    """Send the sign-in form."""
    return client.post("/comptes/login/", {"login": email, "password": password, **more})
