from typing import Any

import pytest
from django.test import Client

from tests.factories.clients import ALL_CLAIMS, Party, make_client
from trousse.accounts.models import User
from trousse.core.clock import now


@pytest.fixture
def party(db: None) -> Party:
    return Party(make_client(claims=ALL_CLAIMS))


@pytest.fixture
def browser(teacher: User) -> Client:
    client = Client()
    client.force_login(teacher)
    return client


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A clock that stands still until it is moved."""
    time_machine.move_to(now(), tick=False)
    return time_machine
