"""The world, made once per process; a frozen day."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import override_settings

from tests.matrix.resolver import URLCONF
from tests.matrix.world import World, build_world, undone

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The transaction stays open for the module: each test is a savepoint inside it."""
    demo = override_settings(DEMO=True, ROOT_URLCONF=URLCONF)  # once: it costs all addresses
    with django_db_blocker.unblock(), undone(), demo:
        with time_machine.travel(MONDAY, tick=False):
            built = build_world()
        yield built


@pytest.fixture
def world(shared_world: World, db: None) -> Iterator[World]:
    """The shared world, on the addresses of a demo instance; what a test writes is undone."""
    cache.clear()
    with time_machine.travel(MONDAY, tick=False):
        yield shared_world
